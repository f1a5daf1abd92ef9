package cn.heyan.app.shell

import cn.heyan.core.AdviceSaid
import cn.heyan.core.AdviceState
import cn.heyan.core.HelpState
import cn.heyan.core.NewCaseState
import cn.heyan.core.QuestionRow
import cn.heyan.core.ReviewState
import cn.heyan.core.Severity
import cn.heyan.core.Shutter
import cn.heyan.core.Guide
import cn.heyan.core.TakeState
import cn.heyan.core.TypedState
import cn.heyan.core.Verdict
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test

/** Protects that a field keeps its cursor while it is typed in, wherever it stands, and that all else is drawn when it changes. */
class LookTest {
    private val typed = TypedState("王小明", "", "", "", loaded = true, correctable = true, busy = false, saved = false, redo = emptyList(), problem = null)

    @Test
    fun `a letter more is not drawn, a fetched field and trouble are`() {
        assertEquals(lookOf(typed), lookOf(typed.copy(name = "王小", domain = "a.cn")))
        assertNotEquals(lookOf(typed), lookOf(typed.copy(loaded = false)))
        assertNotEquals(lookOf(typed), lookOf(typed.copy(busy = true)))
    }

    @Test
    fun `what the guide says of what is typed is put in its place, what is chosen is drawn`() {
        val questions = listOf(QuestionRow("months", "", false, null), QuestionRow("mainland", "", true, null))
        val guide = AdviceState("site", emptyList(), false, false, emptyList(), questions, emptyList(), HelpState(emptyList(), "", emptyList(), null))
        val new = NewCaseState(emptyList(), emptyList(), "", "", null, false, "", "", "", "", false, false, emptyList(), null, emptyList(), "", emptyList(), "", false, null, guide)
        val said = AdviceSaid("filing.site_name_short", Severity.ERROR, "", "", null, null, null, "", emptyList())
        val months = listOf(questions[0].copy(answer = "3"), questions[1])
        assertEquals(lookOf(new), lookOf(new.copy(siteName = "河", guide = guide.copy(name = listOf(said), questions = months))))
        val yes = listOf(questions[0], questions[1].copy(answer = "yes"))
        assertNotEquals(lookOf(new), lookOf(new.copy(guide = guide.copy(questions = yes))))
        assertNotEquals(lookOf(new), lookOf(new.copy(guide = guide.copy(iconSeen = true))))
    }

    @Test
    fun `the same holds of fields inside a review`() {
        val review = ReviewState(Verdict.RETRY, emptyList(), emptyList(), true, typed, emptyList(), false, null)
        val take = TakeState(Guide("", emptyList(), 0f, false), Shutter.DONE, true, null, review)
        assertEquals(lookOf(take), lookOf(take.copy(review = review.copy(typing = typed.copy(name = "别人")))))
        assertNotEquals(lookOf(take), lookOf(take.copy(review = review.copy(typing = null))))
    }
}
