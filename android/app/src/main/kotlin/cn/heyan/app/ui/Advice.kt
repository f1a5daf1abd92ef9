package cn.heyan.app.ui

import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import android.widget.Space
import cn.heyan.app.R
import cn.heyan.core.AdviceIntent
import cn.heyan.core.AdviceSaid
import cn.heyan.core.AdviceState
import cn.heyan.core.HelpIntent
import cn.heyan.core.HelpState
import cn.heyan.core.Label
import cn.heyan.core.Named
import cn.heyan.core.QuestionRow
import cn.heyan.core.Severity

/** The tag of a screen's view: puts right what follows its fields, which stay as they are with their cursor. */
class Following(val put: (Any?) -> Unit)

/** Room for what follows a field. */
fun Kit.following(views: List<View>): LinearLayout = column().also { fill(it, views) }

/** Shows [views] in [room] and nothing else. */
fun Kit.fill(room: LinearLayout, views: List<View>) {
    room.removeAllViews()
    views.forEachIndexed { n, view ->
        if (n > 0) room.addView(Space(context), LinearLayout.LayoutParams(MATCH_PARENT, dp(8)))
        room.addView(view, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
    }
}

/** What the guide says, with whose rule each is. */
fun Kit.said(all: List<AdviceSaid>): List<View> = all.map { one ->
    val (sign, ground, ink) = when (one.severity) {
        Severity.ERROR -> Triple("!", R.color.bad_ground, R.color.bad)
        Severity.WARNING -> Triple("?", R.color.warn_ground, R.color.warn)
        Severity.INFO -> Triple("i", R.color.good_ground, R.color.good)
    }
    val source = label(text(Label.ASKED_SOURCE, "source" to one.source), 12f, R.color.muted).takeIf { one.source.isNotEmpty() }
    val words = listOfNotNull(label(one.message, 16f, bold = true), label(one.advice, 15f, R.color.muted), source)
    row(mark(sign, ground, ink), column(*words.toTypedArray(), gapDp = 4), stretch = 1)
}

private fun Kit.topics(named: List<Named>, intend: (HelpIntent) -> Unit): List<View> =
    named.map { topic -> card(row(label(topic.name, 16f), label("›", 20f, R.color.muted), stretch = 0)) { intend(HelpIntent.Open(topic.key)) } }

/** Topics, a search, and the topic that is open; the second is what follows the search. */
fun Kit.help(state: HelpState, intend: (HelpIntent) -> Unit): Pair<List<View>, (HelpState) -> Unit> {
    val open = state.open?.let { topic ->
        val lines = topic.lines.map { label(it, 15f) }
        val source = label(text(Label.ASKED_SOURCE, "source" to topic.source), 12f, R.color.muted)
        val close = button(text(Label.HELP_CLOSE), primary = false) { intend(HelpIntent.Close) }
        card(label(topic.title, 17f, bold = true), *lines.toTypedArray(), source, room(), close)
    }
    val explaining = following(topics(state.topics, intend))
    val found = following(topics(state.found, intend))
    val search = field(text(Label.HELP_SEARCH), state.query) { intend(HelpIntent.Search(it)) }
    return listOfNotNull(heading(text(Label.HELP)), open, explaining, search, found) to { now ->
        fill(explaining, topics(now.topics, intend))
        fill(found, topics(now.found, intend))
    }
}

/** What is filed. */
fun Kit.service(state: AdviceState, intend: (AdviceIntent) -> Unit): View {
    val all = listOf("site" to Label.SERVICE_SITE, "app" to Label.SERVICE_APP, "mini_program" to Label.SERVICE_MINI)
    val now = all.firstOrNull { it.first == state.service } ?: all.first()
    return column(
        heading(text(Label.SERVICE)),
        button(text(now.second), primary = false) { pick(all.map { text(it.second) }) { intend(AdviceIntent.Service(all[it].first)) } },
    )
}

/** The questions of the interview. */
fun Kit.interview(state: AdviceState, intend: (AdviceIntent) -> Unit): List<View> {
    val rows = state.questions.flatMap { listOf(label(it.text, 15f), answer(it, intend)) }
    return listOf(heading(text(Label.INTERVIEW)), label(text(Label.INTERVIEW_MORE), 14f, R.color.muted)) + rows
}

private fun Kit.answer(question: QuestionRow, intend: (AdviceIntent) -> Unit): View {
    if (!question.yesNo) return field("0", question.answer.orEmpty()) { intend(AdviceIntent.Answer(question.key, it)) }
    val answers = listOf("" to Label.ANSWER_OPEN, "yes" to Label.ANSWER_YES, "no" to Label.ANSWER_NO)
    val now = answers.firstOrNull { it.first == question.answer.orEmpty() } ?: answers.first()
    return button(text(now.second), primary = false) {
        pick(answers.map { text(it.second) }) { intend(AdviceIntent.Answer(question.key, answers[it].first)) }
    }
}

/** An icon to be looked at, and what is said of it. */
fun Kit.icon(state: AdviceState, intend: (AdviceIntent) -> Unit): List<View> {
    val fine = badge(text(Label.ICON_FINE), R.color.good_ground, R.color.good).takeIf { state.iconSeen && state.icon.isEmpty() }
    val forget = button(text(Label.ICON_FORGET), primary = false) { intend(AdviceIntent.NoIcon) }.takeIf { state.iconSeen }
    val check = button(text(Label.ICON_CHECK), primary = false) { intend(AdviceIntent.ChooseIcon) }
    return listOfNotNull(heading(text(Label.ICON)), fine) + said(state.icon) + listOfNotNull(forget, check)
}
