package cn.heyan.app.shell

import cn.heyan.core.AdviceState
import cn.heyan.core.CaseState
import cn.heyan.core.FaceState
import cn.heyan.core.HelpState
import cn.heyan.core.LetterState
import cn.heyan.core.NewCaseState
import cn.heyan.core.OrderState
import cn.heyan.core.ReviewState
import cn.heyan.core.StatementState
import cn.heyan.core.TakeState
import cn.heyan.core.TypedState

/** What of [state] is to be drawn anew when it changes: all but what stands in fields, since a letter drawn anew takes the cursor with it. */
fun lookOf(state: Any?): Any? = when (state) {
    is NewCaseState -> state.copy(name = "", idNumber = "", siteName = "", domain = "", guide = guide(state.guide))
    is OrderState -> state.copy(help = help(state.help))
    is CaseState -> state.copy(help = help(state.help))
    is TypedState -> typed(state)
    is TakeState -> state.copy(review = review(state.review))
    is FaceState -> state.copy(review = review(state.review))
    is LetterState -> state.copy(review = review(state.review))
    is StatementState -> state.copy(typing = typed(state.typing), review = review(state.review))
    else -> state
}

/** What is said of a name or a number follows it without being drawn anew. */
private fun guide(state: AdviceState) = state.copy(
    name = emptyList(),
    restrictions = emptyList(),
    questions = state.questions.map { if (it.yesNo) it else it.copy(answer = null) },
    help = help(state.help).copy(topics = emptyList()),
)

private fun help(state: HelpState) = state.copy(query = "", found = emptyList())

private fun review(state: ReviewState?) = state?.copy(typing = typed(state.typing))

private fun typed(state: TypedState?) = state?.copy(name = "", idNumber = "", siteName = "", domain = "")
