package cn.heyan.app.ui

import android.graphics.Color
import android.text.SpannableString
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.FrameLayout
import android.widget.ScrollView
import cn.heyan.app.R
import cn.heyan.app.shell.offsetOf
import cn.heyan.core.FaceIntent
import cn.heyan.core.FaceState
import cn.heyan.core.Label
import cn.heyan.core.Problem
import cn.heyan.core.Recording
import cn.heyan.core.ReviewIntent
import cn.heyan.core.ReviewState
import cn.heyan.core.Shutter
import cn.heyan.core.StatementIntent
import cn.heyan.core.StatementState
import cn.heyan.core.TakeIntent
import cn.heyan.core.TakeState
import cn.heyan.core.Verdict

// What lies over the camera, and what was judged of what it took. The preview itself stays below, see [onCamera].

/** [over] is drawn anew with every change; [preview] stays where it is, since one that is taken out loses its surface. */
fun Kit.onCamera(preview: View, over: View): FrameLayout = FrameLayout(context).apply {
    setBackgroundColor(Color.BLACK)
    fitsSystemWindows = true
    addView(preview, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    addView(over, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
}

/** An outline or a guide, one line of words, and what is at the bottom. */
private fun Kit.camera(guide: View, words: String, top: View?, bottom: View?): View = FrameLayout(context).apply {
    addView(guide, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    val hint = label(words, 20f, R.color.on_camera, bold = true).apply {
        gravity = Gravity.CENTER
        background = shape(R.color.scrim, 20)
        setPadding(dp(20), dp(12), dp(20), dp(12))
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        visibility = if (words.isEmpty()) View.GONE else View.VISIBLE
    }
    val upper = listOfNotNull(top, hint)
    addView(column(*upper.toTypedArray(), paddingDp = 20), FrameLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT, Gravity.TOP))
    if (bottom != null) {
        addView(column(bottom, paddingDp = 20), FrameLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT, Gravity.BOTTOM))
    }
}

private fun Kit.troubled(problem: Problem?, more: View?): View? =
    problem?.let { shown -> column(*listOfNotNull(problem(shown), more).toTypedArray()) } ?: more

/** A document; [size] is that of an upright frame. */
fun Kit.scan(state: TakeState, size: Pair<Int, Int>, intend: (TakeIntent) -> Unit): View {
    state.review?.let { shown -> return review(shown) { intend(TakeIntent.Review(it)) } }
    val waits = state.shutter == Shutter.WAITING
    val words = if (waits) state.guide.say else text(Label.JUDGING)
    val press = if (state.guide.offerShutter && waits) button(text(Label.SHUTTER)) { intend(TakeIntent.Press) } else null
    val outline = OutlineView(context).apply { show(state.guide.outline, size, state.guide.progress) }
    return camera(outline, words, null, troubled(state.problem, press))
}

fun Kit.portrait(state: TakeState, intend: (TakeIntent) -> Unit): View {
    state.review?.let { shown -> return review(shown) { intend(TakeIntent.Review(it)) } }
    val waits = state.shutter == Shutter.WAITING
    val words = if (waits) state.guide.say else text(Label.JUDGING)
    val guide = OvalView(context).apply { show(0f, wide = true) }
    val press = button(text(Label.SHUTTER), enabled = waits && state.ready) { intend(TakeIntent.Press) }
    return camera(guide, words, null, troubled(state.problem, press))
}

fun Kit.face(state: FaceState, intend: (FaceIntent) -> Unit): View {
    state.review?.let { return faceEnd(state, it, intend) }
    val steps = state.steps.mapIndexed { n, step ->
        val (sign, ground, ink) = when (step.passed) {
            true -> Triple("✓", R.color.good_ground, R.color.good)
            false -> Triple("×", R.color.bad_ground, R.color.bad)
            null -> if (n == state.at.toInt()) Triple("${n + 1}", R.color.brand, R.color.on_brand) else Triple("${n + 1}", R.color.scrim, R.color.on_camera)
        }
        mark(sign, ground, ink)
    }
    val marks = row(*steps.toTypedArray(), stretch = -1).apply { gravity = Gravity.CENTER }
    val guide = OvalView(context).apply { show(state.progress, wide = false) }
    val again = state.problem?.let { button(text(Label.AGAIN)) { intend(FaceIntent.Again) } }
    return camera(guide, state.say, marks, troubled(state.problem, again))
}

/** What was seen of each action. */
private fun Kit.faceEnd(state: FaceState, judged: ReviewState, intend: (FaceIntent) -> Unit): View {
    val steps = state.steps.map { step ->
        val sign = if (step.passed == true) mark("✓", R.color.good_ground, R.color.good) else mark("×", R.color.bad_ground, R.color.bad)
        val instead = step.seen?.takeIf { step.passed == false }?.let { text(Label.SEEN_INSTEAD, "seen" to it) }
        val seen = listOfNotNull(instead?.let { label(it, 15f, R.color.muted) })
        card(row(sign, column(label(step.asked, 17f), *seen.toTypedArray(), gapDp = 2), stretch = 1))
    }
    val head = row(title(text(Label.FACE_CHECK)), verdict(judged.verdict))
    val rest = judged.findings.map { finding(it) } + listOfNotNull(judged.problem ?: state.problem).map { problem(it) }
    val act = if (judged.verdict == Verdict.ACCEPT) {
        button(text(Label.KEEP), enabled = !judged.busy) { intend(FaceIntent.Review(ReviewIntent.Keep)) }
    } else {
        button(text(Label.AGAIN), enabled = !judged.busy) { intend(FaceIntent.Again) }
    }
    return page(column(head, *steps.toTypedArray(), *rest.toTypedArray(), precheck()), column(act))
}

fun Kit.statement(state: StatementState, intend: (StatementIntent) -> Unit): View {
    state.review?.let { shown -> return review(shown) { intend(StatementIntent.Review(it)) } }
    state.typing?.let { shown -> return typed(shown, Label.TYPED_MISSING) { intend(StatementIntent.Typed(it)) } }
    val position = offsetOf(state.text, state.position)
    val read = SpannableString(state.text)
    read.setSpan(ForegroundColorSpan(colour(R.color.read)), 0, position, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    val words = label(read, 24f, R.color.on_camera).apply {
        setLineSpacing(0f, 1.45f)
        setPadding(dp(24), dp(18), dp(24), dp(18))
        contentDescription = state.text
    }
    val prompter = ScrollView(context).apply {
        background = shape(R.color.scrim, 24)
        addView(words)
        // The line that is read stays in the upper third.
        post { words.layout?.let { scrollTo(0, it.getLineTop(it.getLineForOffset(position)) - dp(40)) } }
    }
    val framed = FrameLayout(context).apply { addView(prompter, FrameLayout.LayoutParams(MATCH_PARENT, dp(260))) }
    val sample = listOf(label(text(Label.SAMPLE_TEXT), 14f, R.color.on_camera)).filter { state.sample }
    val top = column(*sample.toTypedArray(), framed, gapDp = 8)
    val say = if (state.recording == Recording.OVER && state.problem == null) text(Label.JUDGING) else state.say
    val act = when (state.recording) {
        Recording.WAITING -> button(text(Label.RECORD), enabled = state.text.isNotEmpty()) { intend(StatementIntent.Record) }
        Recording.ASKING -> button(text(Label.RECORD), enabled = false) {}
        Recording.RUNNING -> button(text(Label.STOP)) { intend(StatementIntent.Stop) }
        Recording.OVER -> state.problem?.let { button(text(Label.AGAIN)) { intend(StatementIntent.Again) } }
    }
    return camera(View(context), say, top, troubled(state.problem, act))
}

private fun Kit.precheck() = label(text(Label.PRECHECK), 13f, R.color.muted)

fun Kit.review(state: ReviewState, intend: (ReviewIntent) -> Unit): View {
    state.typing?.let { shown -> return typed(shown, Label.TYPED_WHY) { intend(ReviewIntent.Typed(it)) } }
    val rows = state.rows.map { field ->
        val typed = field.typed?.takeIf { field.same == false }?.let { label(text(Label.TYPED_WAS, "typed" to it), 15f, R.color.bad) }
        val same = listOf(badge(text(Label.SAME), R.color.good_ground, R.color.good)).filter { field.same == true }
        val value = row(label(field.read.ifEmpty { text(Label.UNREAD) }, 18f), *same.toTypedArray())
        card(label(field.label, 13f, R.color.muted), value, *listOfNotNull(typed).toTypedArray())
    }
    val rest = state.findings.map { finding(it) } + listOfNotNull(state.problem?.let { problem(it) })
    val right = listOf(button(text(Label.CORRECT_TYPED), primary = false) { intend(ReviewIntent.Correct) }).filter { state.correctable }
    val redo = listOfNotNull(redo(state.redo))
    val free = !state.busy
    val acts = if (state.verdict == Verdict.ACCEPT) {
        listOf(
            button(text(Label.KEEP), enabled = free) { intend(ReviewIntent.Keep) },
            button(text(Label.AGAIN), primary = false, enabled = free) { intend(ReviewIntent.Again) },
        )
    } else {
        listOf(
            button(text(Label.AGAIN), enabled = free) { intend(ReviewIntent.Again) },
            button(text(Label.INSIST), primary = false, enabled = free) { intend(ReviewIntent.Insist) },
        )
    }
    return page(
        column(row(title(text(Label.REVIEW)), verdict(state.verdict)), *(redo + rest + rows + right).toTypedArray(), precheck(), gapDp = 10),
        column(*acts.toTypedArray(), gapDp = 8),
    )
}
