package cn.heyan.app.ui

import android.view.View
import cn.heyan.app.R
import cn.heyan.core.AdviceIntent
import cn.heyan.core.AskedIntent
import cn.heyan.core.AskedState
import cn.heyan.core.CaseIntent
import cn.heyan.core.CaseState
import cn.heyan.core.CasesIntent
import cn.heyan.core.CasesState
import cn.heyan.core.ConsentIntent
import cn.heyan.core.ConsentState
import cn.heyan.core.Label
import cn.heyan.core.LetterIntent
import cn.heyan.core.LetterState
import cn.heyan.core.NewCaseIntent
import cn.heyan.core.NewCaseState
import cn.heyan.core.OrderIntent
import cn.heyan.core.OrderState
import cn.heyan.core.SendIntent
import cn.heyan.core.SendPhase
import cn.heyan.core.SendState
import cn.heyan.core.SettingsIntent
import cn.heyan.core.SettingsState
import cn.heyan.core.TypedField
import cn.heyan.core.TypedIntent
import cn.heyan.core.TypedState

// Each function draws one state of one screen and hands on what a person wants. Nothing is decided here.

fun Kit.cases(state: CasesState, intend: (CasesIntent) -> Unit): View {
    val rows = state.rows.map { case ->
        val problem = case.problem
        if (problem != null) {
            val delete = button(text(Label.DELETE_CASE), primary = false) { intend(CasesIntent.Delete(case.name)) }
            column(*listOfNotNull(problem(problem), delete.takeIf { case.canDelete }).toTypedArray(), gapDp = 8)
        } else {
            card(
                label(case.provider, 18f, bold = true),
                label(text(Label.NEXT_STEP, "step" to case.next.ifEmpty { text(Label.ALL_DONE) }), 15f, R.color.muted),
                bar(case.done.toFloat() / maxOf(1u, case.asked).toFloat()),
                row(
                    label(text(Label.STEPS_DONE, "done" to "${case.done}", "asked" to "${case.asked}"), 13f, R.color.muted),
                    badge(case.order, R.color.quiet_ground, R.color.muted),
                ),
            ) { intend(CasesIntent.Open(case.name)) }
        }
    }
    val empty = listOf(card(label(text(Label.NO_CASES), 18f, bold = true), label(text(Label.NO_CASES_MORE), 15f, R.color.muted)))
    val shown = if (state.loading || rows.isNotEmpty()) rows else empty
    val settings = button("⋯", primary = false) { intend(CasesIntent.Settings) }.apply { contentDescription = text(Label.SETTINGS) }
    val head = row(title(context.getString(R.string.app_name)), settings)
    val trouble = listOfNotNull(state.problem?.let { problem(it) })
    val views = listOf(head, label(text(Label.LEAD), 15f, R.color.muted)) + trouble + shown
    return page(column(*views.toTypedArray()), column(button(text(Label.NEW_CASE)) { intend(CasesIntent.New) }))
}

fun Kit.newCase(state: NewCaseState, intend: (NewCaseIntent) -> Unit): View {
    val any = text(Label.PROVINCE_ANY)
    val province = state.provinces.firstOrNull { it.key == state.province }?.name ?: any
    fun typing(field: TypedField): (String) -> Unit = { intend(NewCaseIntent.Type(field, it)) }
    val advise = { intent: AdviceIntent -> intend(NewCaseIntent.Guide(intent)) }
    val ofName = following(said(state.guide.name))
    val ofAnswers = following(said(state.guide.restrictions))
    val (help, helped) = help(state.guide.help) { advise(AdviceIntent.Help(it)) }
    val views = listOfNotNull(
        title(text(Label.NEW_CASE)),
        state.problem?.let { problem(it) },
        heading(text(Label.PROVIDER)),
        button(state.providerName, primary = false) {
            pick(state.providers.map { it.name }) { intend(NewCaseIntent.Provider(state.providers[it].key)) }
        },
        button(text(Label.OWN_PROFILE), primary = false) { intend(NewCaseIntent.OwnProfile) },
        heading(text(Label.PROVINCE)),
        button(province, primary = false) {
            pick(listOf(any) + state.provinces.map { it.name }) { intend(NewCaseIntent.Province(state.provinces.getOrNull(it - 1)?.key)) }
        },
        heading(text(Label.HOLDER)),
        label(text(Label.HOLDER_MORE), 14f, R.color.muted),
        field(text(Label.HOLDER_NAME), state.name, changed = typing(TypedField.NAME)),
        field(text(Label.HOLDER_ID), state.idNumber, capitals = true, changed = typing(TypedField.ID_NUMBER)),
        heading(text(Label.SITE)),
        label(text(Label.SITE_MORE), 14f, R.color.muted),
        service(state.guide, advise),
        field(text(Label.SITE_NAME), state.siteName, changed = typing(TypedField.SITE_NAME)),
        ofName,
        field(text(Label.DOMAIN), state.domain, changed = typing(TypedField.DOMAIN)),
        check(text(Label.UNIT), state.unit) { intend(NewCaseIntent.Unit(it)) },
        check(text(Label.NOT_LEGAL), state.notLegalRepresentative) { intend(NewCaseIntent.NotLegalRepresentative(it)) },
    )
    val guide = icon(state.guide, advise) + interview(state.guide, advise) + ofAnswers + help
    val create = button(text(Label.CREATE), enabled = !state.busy) { intend(NewCaseIntent.Create) }
    return page(column(*(views + guide).toTypedArray()), column(create)).apply {
        tag = Following { now ->
            if (now is NewCaseState) {
                fill(ofName, said(now.guide.name))
                fill(ofAnswers, said(now.guide.restrictions))
                helped(now.guide.help)
            }
        }
    }
}

/** What was typed, to be put right; [why] says for what. */
fun Kit.typed(state: TypedState, why: Label, intend: (TypedIntent) -> Unit): View {
    val late = state.loaded && !state.correctable
    fun typing(field: TypedField): (String) -> Unit = { intend(TypedIntent.Type(field, it)) }
    val views = listOfNotNull(
        title(text(Label.TYPED_TITLE)),
        label(text(if (late) Label.TYPED_LATE else why), 15f, R.color.muted),
        state.problem?.let { problem(it) },
        redo(state.redo),
        heading(text(Label.HOLDER_NAME)),
        field(text(Label.HOLDER_NAME), state.name, changed = typing(TypedField.NAME)),
        heading(text(Label.HOLDER_ID)),
        field(text(Label.HOLDER_ID), state.idNumber, capitals = true, changed = typing(TypedField.ID_NUMBER)),
        heading(text(Label.SITE_NAME)),
        field(text(Label.SITE_NAME), state.siteName, changed = typing(TypedField.SITE_NAME)),
        heading(text(Label.DOMAIN)),
        field(text(Label.DOMAIN), state.domain, changed = typing(TypedField.DOMAIN)),
    )
    val acts = if (state.saved) {
        listOf(badge(text(Label.CORRECTED), R.color.good_ground, R.color.good), button(text(Label.BACK)) { intend(TypedIntent.Leave) })
    } else {
        listOf(
            button(text(Label.CORRECT), enabled = state.correctable && !state.busy) { intend(TypedIntent.Save) },
            button(text(Label.LEAVE), primary = false) { intend(TypedIntent.Leave) },
        )
    }
    return page(column(*views.toTypedArray()), column(*acts.toTypedArray(), gapDp = 8))
}

/** What is to be done again, if something is. */
internal fun Kit.redo(steps: List<String>): View? =
    card(label(text(Label.REDO), 16f, bold = true), label(steps.joinToString(" · "), 15f)).takeIf { steps.isNotEmpty() }

/** A card that leads on. */
private fun Kit.onward(words: String, more: String? = null, click: () -> Unit): View {
    val name = label(words, 17f)
    val said = more?.let { column(name, label(it, 14f, R.color.muted), gapDp = 2) } ?: name
    return card(row(said, label("›", 20f, R.color.muted)), click = click)
}

fun Kit.caseHome(state: CaseState, intend: (CaseIntent) -> Unit): View {
    val trouble = listOfNotNull(state.problem?.let { problem(it) })
    if (state.loading || state.steps.isEmpty()) return page(column(*trouble.toTypedArray()))
    val steps = state.steps.map { step ->
        val name = column(label(step.name, 17f, bold = step.next), label(step.said, 14f, R.color.muted), gapDp = 2)
        val more = if (step.next) listOf(badge(text(Label.NOW), R.color.brand, R.color.on_brand)) else emptyList()
        card(row(standing(step.standing), name, *more.toTypedArray(), stretch = 1)) { intend(CaseIntent.Do(step.step)) }
    }
    val onward = listOf(
        onward(text(Label.ASKED)) { intend(CaseIntent.Asked) },
        onward(text(Label.TYPED_TITLE)) { intend(CaseIntent.Typed) },
        onward(text(Label.CONSENT)) { intend(CaseIntent.Consent) },
        onward(text(Label.ORDER), state.order?.name) { intend(CaseIntent.Order) },
    )
    val head = listOf(title(state.provider), label(text(Label.CASE_OF, "name" to state.holder), 15f, R.color.muted))
    val (help, helped) = help(state.help) { intend(CaseIntent.Help(it)) }
    val views = head + trouble + steps + onward + state.notes.map { label(it, 14f, R.color.muted) } + help
    val send = button(text(Label.TO_SEND), enabled = state.complete) { intend(CaseIntent.Send) }
    return page(column(*views.toTypedArray(), gapDp = 10), column(send)).apply {
        tag = Following { now -> if (now is CaseState) helped(now.help) }
    }
}

fun Kit.asked(state: AskedState, intend: (AskedIntent) -> Unit): View {
    val rows = state.rows.map { asked ->
        val files = text(Label.FILES, "least" to "${asked.minFiles}", "most" to "${asked.maxFiles}")
        val largest = asked.maxBytes?.let { text(Label.LARGEST, "size" to size(it)) }
        val facts = listOfNotNull(asked.`when`, files.takeIf { asked.maxFiles > 1u }, largest)
        val lines = listOfNotNull(facts.joinToString(" · "), asked.signature.takeIf { it.isNotEmpty() }).map { label(it, 15f) }
        val source = label(text(Label.ASKED_SOURCE, "source" to asked.source), 13f, R.color.muted)
        card(label(asked.name, 17f, bold = true), *lines.toTypedArray(), source) { intend(AskedIntent.Do(asked.step)) }
    }
    val actions = text(Label.ASKED_ACTIONS, "count" to "${state.actionsDrawn}", "actions" to state.actions.joinToString(" · "))
    val more = listOfNotNull(
        actions.takeIf { state.actions.isNotEmpty() },
        text(Label.SAMPLE_TEXT).takeIf { state.sample },
    ) + state.notes
    val trouble = listOfNotNull(state.problem?.let { problem(it) })
    val head = listOf(title(text(Label.ASKED)), label(state.provider, 15f, R.color.muted))
    val views = head + trouble + rows + more.map { label(it, 14f, R.color.muted) }
    return page(column(*views.toTypedArray(), gapDp = 10))
}

fun Kit.consent(state: ConsentState, intend: (ConsentIntent) -> Unit): View {
    val cards = state.consents.map { consent ->
        val act = if (consent.given) {
            button(text(Label.WITHDRAW), primary = false, enabled = !state.busy) { intend(ConsentIntent.Withdraw(consent.purpose)) }
        } else {
            button(text(Label.AGREE), enabled = !state.busy) { intend(ConsentIntent.Agree(consent.purpose)) }
        }
        val given = listOf(badge(text(Label.AGREED), R.color.good_ground, R.color.good)).takeIf { consent.given } ?: emptyList()
        val above = given.map { row(it, stretch = -1) }
        card(*above.toTypedArray(), label(consent.heading, 18f, bold = true), label(consent.text, 16f), room(), act)
    }
    val withdrawn = listOf(label(state.withdrawn, 15f, R.color.muted)).filter { state.withdrawn.isNotEmpty() }
    val problems = listOfNotNull(state.problem?.let { problem(it) })
    return page(column(title(text(Label.CONSENT)), label(text(Label.CONSENT_LEAD), 15f, R.color.muted), *(cards + withdrawn + problems).toTypedArray()))
}

fun Kit.letter(state: LetterState, intend: (LetterIntent) -> Unit): View {
    state.review?.let { shown -> return review(shown) { intend(LetterIntent.Review(it)) } }
    val pages = state.pages.mapIndexed { n, path ->
        val remove = button(text(Label.REMOVE), primary = false, enabled = !state.busy) { intend(LetterIntent.Remove(path)) }
        card(row(label(text(Label.PAGE, "number" to "${n + 1}"), 17f), remove))
    }
    val add = button(text(Label.ADD_PAGE), primary = false, enabled = !state.busy) { intend(LetterIntent.Add) }
    val rest = listOfNotNull(add, state.problem?.let { problem(it) })
    val check = button(text(if (state.busy) Label.JUDGING else Label.CHECK), enabled = state.pages.isNotEmpty() && !state.busy) { intend(LetterIntent.Judge) }
    return page(
        column(title(state.name), label(text(Label.LETTER_LEAD), 15f, R.color.muted), *(pages + rest).toTypedArray()),
        column(check),
    )
}

fun Kit.send(state: SendState, intend: (SendIntent) -> Unit): View {
    val rows = state.rows.map { card(row(label(it.name, 17f), label(size(it.bytes), 15f, R.color.muted))) }
    val missing = card(label(text(Label.CONSENT_MISSING), 16f, bold = true), room(), button(text(Label.CONSENT), primary = false) { intend(SendIntent.CONSENT) })
    val progress = state.progress?.let { now ->
        val left = now.leftS?.let { text(Label.LEFT_S, "seconds" to "$it") } ?: text(Label.LEFT_UNKNOWN)
        card(
            bar(now.sentBytes.toFloat() / maxOf(1f, now.totalBytes.toFloat())),
            label(text(Label.SENT_OF, "sent" to size(now.sentBytes), "total" to size(now.totalBytes)), 15f),
            label(left, 14f, R.color.muted),
        )
    }
    val act = when (state.phase) {
        SendPhase.LOADING, SendPhase.READY -> button(text(Label.SEND), enabled = state.canSend) { intend(SendIntent.SEND) }
        SendPhase.RUNNING -> button(text(Label.PAUSE), primary = false) { intend(SendIntent.PAUSE) }
        SendPhase.PAUSED -> button(text(Label.GO_ON), enabled = state.canSend) { intend(SendIntent.SEND) }
        SendPhase.SENT -> badge(text(Label.SENT), R.color.good_ground, R.color.good)
    }
    val rest = listOfNotNull(missing.takeIf { state.missing.isNotEmpty() }, progress, state.problem?.let { problem(it) })
    val lead = label(text(Label.SEND_LEAD, "size" to size(state.bytes)), 15f, R.color.muted)
    return page(column(title(text(Label.TO_SEND)), lead, *(rows + rest).toTypedArray()), column(act))
}

fun Kit.order(state: OrderState, intend: (OrderIntent) -> Unit): View {
    val order = state.order
    val now = order?.let {
        card(label(it.name, 22f, bold = true), label(it.meaning, 16f), label(it.next, 16f, R.color.brand, bold = true))
    }
    val expected = order?.expectedUntil?.let { until ->
        label(text(Label.EXPECTED, "from" to order.expectedFrom.orEmpty(), "until" to until), 15f, R.color.muted)
    }
    val number = state.filingNumber?.let { card(label(text(Label.FILING_NUMBER), 13f, R.color.muted), label(it, 20f, bold = true)) }
    val refusals = order?.refusals.orEmpty().map { refusal ->
        val acts = refusal.redo.take(1).map { step -> button(text(Label.AGAIN), primary = false) { intend(OrderIntent.Redo(step)) } }
        card(label(refusal.message, 17f, bold = true), label(refusal.advice, 15f, R.color.muted), *acts.toTypedArray())
    }
    val said = state.said.map { card(label(text(Label.REVIEWER), 13f, R.color.muted), label(it)) }
    val views = listOfNotNull(number, now, expected) + refusals + said + listOfNotNull(state.problem?.let { problem(it) })
    val (help, helped) = help(state.help) { intend(OrderIntent.Help(it)) }
    val ask = button(text(Label.ASK_NEWS), enabled = !state.asking) { intend(OrderIntent.Ask) }
    return page(column(title(text(Label.ORDER)), *(views + help).toTypedArray()), column(ask)).apply {
        tag = Following { now -> if (now is OrderState) helped(now.help) }
    }
}

fun Kit.settings(state: SettingsState, intend: (SettingsIntent) -> Unit): View {
    val sure = card(
        label(text(Label.DELETE_SURE), 17f, bold = true),
        label(text(Label.DELETE_SURE_MORE), 15f, R.color.muted),
        room(),
        button(text(Label.DELETE_ALL)) { intend(SettingsIntent.DELETE) },
        button(text(Label.LEAVE), primary = false) { intend(SettingsIntent.LEAVE) },
    )
    val delete = button(text(Label.DELETE_ALL), primary = false, enabled = !state.busy) { intend(SettingsIntent.ASK_DELETE) }
    val views = listOfNotNull(
        title(text(Label.SETTINGS)),
        onward(text(Label.LANGUAGE)) { intend(SettingsIntent.LANGUAGE) },
        onward(text(Label.LICENCES)) { intend(SettingsIntent.LICENCES) },
        if (state.asked) sure else delete,
        label(text(Label.DELETED), 15f, R.color.muted).takeIf { state.deleted },
        label(text(Label.PRIVACY), 14f, R.color.muted),
        state.problem?.let { problem(it) },
    )
    return page(column(*views.toTypedArray()))
}
