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
import cn.heyan.app.R
import cn.heyan.app.state.CaseState
import cn.heyan.app.state.CasesState
import cn.heyan.app.state.ConsentState
import cn.heyan.app.state.FaceState
import cn.heyan.app.state.LetterState
import cn.heyan.app.state.NewCaseState
import cn.heyan.app.state.OrderState
import cn.heyan.app.state.PortraitState
import cn.heyan.app.state.ReviewState
import cn.heyan.app.state.ScanState
import cn.heyan.app.state.SendState
import cn.heyan.app.state.Sending
import cn.heyan.app.state.SettingsState
import cn.heyan.app.state.Shutter
import cn.heyan.app.state.StatementState
import cn.heyan.app.state.TypedState
import cn.heyan.core.Purpose
import cn.heyan.core.Step
import cn.heyan.core.Verdict

// Each function draws one state of one screen and hands touches on. Nothing is decided here.

fun Kit.cases(state: CasesState, open: (String) -> Unit, delete: (String) -> Unit, new: () -> Unit, settings: () -> Unit): View {
    val rows = state.rows.map { case ->
        val problem = case.problem
        if (problem != null) {
            column(problem(problem), button(text(R.string.delete), primary = false) { delete(case.name) }, gapDp = 8)
        } else {
            card(
                label(case.provider, 18f, bold = true),
                label(case.next.ifEmpty { text(R.string.all_done) }.let { text(R.string.next_step, it) }, 15f, R.color.muted),
                bar(case.done.toFloat() / maxOf(1, case.asked)),
                row(label(text(R.string.steps_done, case.done, case.asked), 13f, R.color.muted), badge(case.order, R.color.quiet_ground, R.color.muted)),
            ) { open(case.name) }
        }
    }
    val empty = listOf(card(label(text(R.string.no_cases), 18f, bold = true), label(text(R.string.no_cases_more), 15f, R.color.muted)))
    val shown = if (state.loading || rows.isNotEmpty()) rows else empty
    val head = row(title(text(R.string.app_name)), button("⋯", primary = false, click = settings).apply { contentDescription = text(R.string.settings) })
    val trouble = listOfNotNull(state.problem?.let { problem(it) })
    val views = listOf(head, label(text(R.string.lead), 15f, R.color.muted)) + trouble + shown
    return page(column(*views.toTypedArray()), column(button(text(R.string.new_case), click = new)))
}

fun Kit.newCase(state: NewCaseState, change: ((NewCaseState) -> NewCaseState) -> Unit, choose: (Boolean) -> Unit, own: () -> Unit, create: () -> Unit): View {
    val provider = state.ownProfile?.name ?: state.providers.first { it.key == state.provider }.name
    val province = state.provinces.firstOrNull { it.key == state.province }?.name ?: text(R.string.province_any)
    val views = listOfNotNull(
        title(text(R.string.new_case)),
        state.problem?.let { problem(it) },
        heading(text(R.string.provider)),
        button(provider, primary = false) { choose(true) },
        button(text(R.string.own_profile), primary = false, click = own),
        heading(text(R.string.province)),
        button(province, primary = false) { choose(false) },
        heading(text(R.string.holder)),
        label(text(R.string.holder_more), 14f, R.color.muted),
        field(text(R.string.holder_name), state.name) { typed -> change { it.copy(name = typed) } },
        field(text(R.string.holder_id), state.idNumber, capitals = true) { typed -> change { it.copy(idNumber = typed) } },
        heading(text(R.string.site)),
        label(text(R.string.site_more), 14f, R.color.muted),
        field(text(R.string.site_name), state.siteName) { typed -> change { it.copy(siteName = typed) } },
        field(text(R.string.domain), state.domain) { typed -> change { it.copy(domain = typed) } },
        check(text(R.string.unit), state.unit) { on -> change { it.copy(unit = on) } },
        check(text(R.string.not_legal), state.notLegalRepresentative) { on -> change { it.copy(notLegalRepresentative = on) } },
    )
    return page(column(*views.toTypedArray()), column(button(text(R.string.create), click = create)))
}

/** What was typed, to be put right; [why] says for what. */
fun Kit.typed(state: TypedState, why: CharSequence, change: ((TypedState) -> TypedState) -> Unit, save: () -> Unit, leave: () -> Unit): View {
    val redo = card(label(text(R.string.redo), 16f, bold = true), label(state.redo.joinToString(" · "), 15f))
    val views = listOfNotNull(
        title(text(R.string.typed_title)),
        label(why, 15f, R.color.muted),
        state.problem?.let { problem(it) },
        redo.takeIf { state.redo.isNotEmpty() },
        heading(text(R.string.holder_name)),
        field(text(R.string.holder_name), state.name) { typed -> change { it.copy(name = typed) } },
        heading(text(R.string.holder_id)),
        field(text(R.string.holder_id), state.idNumber, capitals = true) { typed -> change { it.copy(idNumber = typed) } },
        heading(text(R.string.site_name)),
        field(text(R.string.site_name), state.siteName) { typed -> change { it.copy(siteName = typed) } },
        heading(text(R.string.domain)),
        field(text(R.string.domain), state.domain) { typed -> change { it.copy(domain = typed) } },
    )
    val acts = if (state.saved) {
        listOf(badge(text(R.string.corrected), R.color.good_ground, R.color.good), button(text(R.string.back), click = leave))
    } else {
        listOf(button(text(R.string.correct), enabled = state.correctable, click = save), button(text(R.string.leave), primary = false, click = leave))
    }
    return page(column(*views.toTypedArray()), column(*acts.toTypedArray(), gapDp = 8))
}

fun Kit.caseHome(state: CaseState, go: (Step) -> Unit, typed: () -> Unit, consent: () -> Unit, send: () -> Unit, order: () -> Unit): View {
    val status = state.status ?: return page(column(*listOfNotNull(state.problem?.let { problem(it) }).toTypedArray()))
    val steps = status.steps.map { step ->
        val next = step.step == status.next
        val name = column(label(step.name, 17f, bold = next), label(step.said, 14f, R.color.muted), gapDp = 2)
        val more = if (next) listOf(badge(text(R.string.now), R.color.brand, R.color.on_brand)) else emptyList()
        card(row(standing(step.standing), name, *more.toTypedArray(), stretch = 1)) { go(step.step) }
    }
    val notes = status.notes.map { label(it, 14f, R.color.muted) }
    val views = listOf(title(status.provider), label(text(R.string.case_of, state.holder), 15f, R.color.muted)) + steps +
        listOf(
            card(row(label(text(R.string.typed_title), 17f), label("›", 20f, R.color.muted)), click = typed),
            card(row(label(text(R.string.consent), 17f), label("›", 20f, R.color.muted)), click = consent),
            card(row(column(label(text(R.string.order), 17f), label(status.order.name, 14f, R.color.muted), gapDp = 2), label("›", 20f, R.color.muted)), click = order),
        ) + notes
    return page(column(*views.toTypedArray(), gapDp = 10), column(button(text(R.string.to_send), enabled = status.next == null, click = send)))
}

fun Kit.consent(state: ConsentState, agree: (Purpose) -> Unit, withdraw: (Purpose) -> Unit): View {
    val cards = state.consents.map { consent ->
        val act = if (consent.given) {
            button(text(R.string.withdraw), primary = false) { withdraw(consent.purpose) }
        } else {
            button(text(R.string.agree)) { agree(consent.purpose) }
        }
        val given = listOf(badge(text(R.string.agreed), R.color.good_ground, R.color.good)).takeIf { consent.given } ?: emptyList()
        val above = given.map { row(it, stretch = -1) }
        card(*above.toTypedArray(), label(consent.heading, 18f, bold = true), label(consent.text, 16f), room(), act)
    }
    val withdrawn = listOf(label(state.withdrawn, 15f, R.color.muted)).filter { state.withdrawn.isNotEmpty() }
    val problems = listOfNotNull(state.problem?.let { problem(it) })
    return page(column(title(text(R.string.consent)), label(text(R.string.consent_lead), 15f, R.color.muted), *(cards + withdrawn + problems).toTypedArray()))
}

/** The camera with what lies over it: an outline or a guide, one line of words, and what is at the bottom. */
private fun Kit.camera(preview: View, guide: View, words: String, top: View?, bottom: View?): View = FrameLayout(context).apply {
    setBackgroundColor(Color.BLACK)
    fitsSystemWindows = true
    addView(preview, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
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

private fun Kit.troubled(problem: cn.heyan.app.state.Problem?, more: View?): View? =
    problem?.let { shown -> column(*listOfNotNull(problem(shown), more).toTypedArray()) } ?: more

fun Kit.scan(state: ScanState, preview: View, size: Pair<Int, Int>, press: () -> Unit): View {
    val waits = state.shutter == Shutter.WAITING
    val words = if (waits) state.say else text(R.string.judging)
    val press = if (state.offerShutter && waits) button(text(R.string.shutter), click = press) else null
    return camera(preview, OutlineView(context).apply { show(state.outline, size, state.progress) }, words, null, troubled(state.problem, press))
}

fun Kit.face(state: FaceState, preview: View, size: Pair<Int, Int>): View {
    val steps = state.steps.mapIndexed { n, step ->
        val (sign, ground, ink) = when (step.passed) {
            true -> Triple("✓", R.color.good_ground, R.color.good)
            false -> Triple("×", R.color.bad_ground, R.color.bad)
            null -> if (n == state.at) Triple("${n + 1}", R.color.brand, R.color.on_brand) else Triple("${n + 1}", R.color.scrim, R.color.on_camera)
        }
        mark(sign, ground, ink)
    }
    val marks = row(*steps.toTypedArray(), stretch = -1).apply { gravity = Gravity.CENTER }
    val guide = OvalView(context).apply { show(state.progress, wide = false) }
    return camera(preview, guide, state.say, marks, troubled(state.problem, null))
}

/** What was seen of each action. */
fun Kit.faceEnd(state: FaceState, keep: () -> Unit, again: () -> Unit): View {
    val steps = state.steps.map { step ->
        val sign = if (step.passed == true) mark("✓", R.color.good_ground, R.color.good) else mark("×", R.color.bad_ground, R.color.bad)
        val seen = listOfNotNull(step.seen?.takeIf { step.passed == false }?.let { label(text(R.string.seen_instead, it), 15f, R.color.muted) })
        card(row(sign, column(label(step.asked, 17f), *seen.toTypedArray(), gapDp = 2), stretch = 1))
    }
    val head = row(title(text(R.string.face_check)), *listOfNotNull(state.verdict?.let { verdict(it) }).toTypedArray())
    val rest = state.findings.map { finding(it) } + listOfNotNull(state.problem?.let { problem(it) })
    val act = if (state.verdict == Verdict.ACCEPT) button(text(R.string.keep), click = keep) else button(text(R.string.again), click = again)
    return page(column(head, *steps.toTypedArray(), *rest.toTypedArray(), precheck()), column(act))
}

fun Kit.portrait(state: PortraitState, preview: View, press: () -> Unit): View {
    val waits = state.shutter == Shutter.WAITING
    val words = if (waits) state.say else text(R.string.judging)
    val guide = OvalView(context).apply { show(0f, wide = true) }
    return camera(preview, guide, words, null, troubled(state.problem, button(text(R.string.shutter), enabled = waits, click = press)))
}

fun Kit.statement(state: StatementState, preview: View, recording: Boolean, record: () -> Unit): View {
    val read = SpannableString(state.text)
    read.setSpan(ForegroundColorSpan(colour(R.color.read)), 0, state.position, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    val words = label(read, 24f, R.color.on_camera).apply {
        setLineSpacing(0f, 1.45f)
        setPadding(dp(24), dp(18), dp(24), dp(18))
        contentDescription = state.text
    }
    val prompter = android.widget.ScrollView(context).apply {
        background = shape(R.color.scrim, 24)
        addView(words)
        // The line that is read stays in the upper third.
        post { words.layout?.let { scrollTo(0, it.getLineTop(it.getLineForOffset(state.position)) - dp(40)) } }
    }
    val framed = FrameLayout(context).apply { addView(prompter, FrameLayout.LayoutParams(MATCH_PARENT, dp(260))) }
    val sample = listOf(label(text(R.string.sample_text), 14f, R.color.on_camera)).filter { state.sample }
    val act = button(text(if (recording) R.string.stop else R.string.record), click = record)
    return camera(preview, View(context), state.say, column(*sample.toTypedArray(), framed, gapDp = 8), troubled(state.problem, act))
}

private fun Kit.precheck() = label(text(R.string.precheck), 13f, R.color.muted)

fun Kit.review(state: ReviewState, keep: () -> Unit, again: () -> Unit, correct: () -> Unit, insist: () -> Unit): View {
    val rows = state.rows.map { field ->
        val differs = field.same == false
        val typed = listOfNotNull(field.typed?.takeIf { differs }?.let { label(text(R.string.typed, it), 15f, R.color.bad) })
        val same = listOf(badge(text(R.string.same), R.color.good_ground, R.color.good)).filter { field.same == true }
        val value = row(label(field.read.ifEmpty { text(R.string.unread) }, 18f), *same.toTypedArray())
        card(label(field.label, 13f, R.color.muted), value, *typed.toTypedArray())
    }
    val rest = state.findings.map { finding(it) } + listOfNotNull(state.problem?.let { problem(it) })
    val right = listOf(button(text(R.string.correct_typed), primary = false, click = correct)).filter { state.correctable }
    val redo = listOf(card(label(text(R.string.redo), 16f, bold = true), label(state.redo.joinToString(" · "), 15f))).filter { state.redo.isNotEmpty() }
    val accepted = state.verdict == Verdict.ACCEPT
    val acts = if (accepted) {
        listOf(button(text(R.string.keep), click = keep), button(text(R.string.again), primary = false, click = again))
    } else {
        listOf(button(text(R.string.again), click = again), button(text(R.string.insist), primary = false, click = insist))
    }
    return page(
        column(row(title(text(R.string.review)), verdict(state.verdict)), *(redo + rest + rows + right).toTypedArray(), precheck(), gapDp = 10),
        column(*acts.toTypedArray(), gapDp = 8),
    )
}

fun Kit.letter(state: LetterState, add: () -> Unit, remove: (String) -> Unit, judge: () -> Unit): View {
    val pages = state.files.mapIndexed { n, path ->
        card(row(label(text(R.string.page, n + 1), 17f), button(text(R.string.remove), primary = false) { remove(path) }))
    }
    val rest = listOfNotNull(button(text(R.string.add_page), primary = false, click = add), state.problem?.let { problem(it) })
    return page(
        column(title(state.name), label(text(R.string.letter_lead), 15f, R.color.muted), *(pages + rest).toTypedArray()),
        column(button(text(R.string.check), enabled = state.files.isNotEmpty(), click = judge)),
    )
}

fun Kit.send(state: SendState, send: () -> Unit, pause: () -> Unit, consent: () -> Unit): View {
    val rows = state.rows.map { card(row(label(it.name, 17f), label(size(it.bytes), 15f, R.color.muted))) }
    val missing = card(label(text(R.string.consent_missing), 16f, bold = true), room(), button(text(R.string.consent), primary = false, click = consent))
    val progress = state.progress?.let { now ->
        val left = now.leftS?.let { text(R.string.left_s, it.toLong()) } ?: text(R.string.left_unknown)
        card(
            bar(now.sentBytes.toFloat() / maxOf(1f, now.totalBytes.toFloat())),
            label(text(R.string.sent_of, size(now.sentBytes), size(now.totalBytes)), 15f),
            label(left, 14f, R.color.muted),
        )
    }
    val act = when (state.sending) {
        Sending.READY -> button(text(R.string.send), enabled = state.canSend, click = send)
        Sending.RUNNING -> button(text(R.string.pause), primary = false, click = pause)
        Sending.PAUSED -> button(text(R.string.go_on), enabled = state.canSend, click = send)
        Sending.SENT -> badge(text(R.string.sent), R.color.good_ground, R.color.good)
    }
    val rest = listOfNotNull(missing.takeIf { state.missing.isNotEmpty() }, progress, state.problem?.let { problem(it) })
    val lead = label(text(R.string.send_lead, size(state.bytes)), 15f, R.color.muted)
    return page(column(title(text(R.string.to_send)), lead, *(rows + rest).toTypedArray()), column(act))
}

fun Kit.order(state: OrderState, ask: () -> Unit, redo: (Step) -> Unit): View {
    val order = state.order
    val now = order?.let {
        card(label(it.name, 22f, bold = true), label(it.meaning, 16f), label(it.next, 16f, R.color.brand, bold = true))
    }
    val expected = order?.expectedUntil?.let { until -> label(text(R.string.expected, order.expectedFrom.orEmpty(), until), 15f, R.color.muted) }
    val number = state.filingNumber?.let { card(label(text(R.string.filing_number), 13f, R.color.muted), label(it, 20f, bold = true)) }
    val refusals = order?.refusals.orEmpty().map { refusal ->
        val acts = refusal.redo.take(1).map { step -> button(text(R.string.again), primary = false) { redo(step) } }
        card(label(refusal.message, 17f, bold = true), label(refusal.advice, 15f, R.color.muted), *acts.toTypedArray())
    }
    val said = state.said.map { card(label(text(R.string.reviewer), 13f, R.color.muted), label(it)) }
    val views = listOfNotNull(number, now, expected) + refusals + said + listOfNotNull(state.problem?.let { problem(it) })
    return page(column(title(text(R.string.order)), *views.toTypedArray()), column(button(text(R.string.ask), enabled = !state.asking, click = ask)))
}

fun Kit.settings(state: SettingsState, language: () -> Unit, licences: () -> Unit, ask: () -> Unit, leave: () -> Unit, delete: () -> Unit): View {
    val sure = card(
        label(text(R.string.delete_sure), 17f, bold = true),
        label(text(R.string.delete_sure_more), 15f, R.color.muted),
        room(),
        button(text(R.string.delete_all), click = delete),
        button(text(R.string.leave), primary = false, click = leave),
    )
    val views = listOfNotNull(
        title(text(R.string.settings)),
        card(row(label(text(R.string.language), 17f), label("›", 20f, R.color.muted)), click = language),
        card(row(label(text(R.string.licences), 17f), label("›", 20f, R.color.muted)), click = licences),
        if (state.asked) sure else button(text(R.string.delete_all), primary = false, click = ask),
        label(text(R.string.deleted), 15f, R.color.muted).takeIf { state.deleted },
        label(text(R.string.privacy), 14f, R.color.muted),
        state.problem?.let { problem(it) },
    )
    return page(column(*views.toTypedArray()))
}
