package cn.heyan.app.state

import cn.heyan.core.HeyanException
import cn.heyan.core.NewCase
import cn.heyan.core.Named
import cn.heyan.core.OrderKind
import cn.heyan.core.Person
import cn.heyan.core.Profiles
import cn.heyan.core.Rules
import cn.heyan.core.Standing

/** One case in the list. */
data class CaseRow(
    val name: String,
    val provider: String,
    /** The next step in words; empty when all is done. */
    val next: String,
    val done: Int,
    val asked: Int,
    val order: String,
    /** Why it cannot be opened. */
    val problem: Problem? = null,
)

data class CasesState(val rows: List<CaseRow> = emptyList(), val loading: Boolean = true)

/** The list of cases and their next step. */
class CasesPresenter(private val desk: Desk) {
    val state = Held(CasesState())

    fun load() = desk.work.run {
        val rows = desk.store.cases().map(::row)
        state.set { CasesState(rows, loading = false) }
    }

    fun delete(name: String) = desk.work.run {
        desk.store.delete(name)
        load()
    }

    private fun row(name: String): CaseRow = try {
        desk.store.open(name).use { case ->
            val status = case.status()
            val asked = status.steps.filter { it.asked }
            CaseRow(
                name = name,
                provider = status.provider,
                next = asked.firstOrNull { it.step == status.next }?.name.orEmpty(),
                done = asked.count { it.standing == Standing.DONE || it.standing == Standing.FORCED },
                asked = asked.size,
                order = status.order.name,
            )
        }
    } catch (error: HeyanException) {
        CaseRow(name, "", "", 0, 0, "", problemOf(error))
    }
}

data class NewCaseState(
    val providers: List<Named>,
    val provinces: List<Named>,
    val provider: String,
    val province: String? = null,
    val name: String = "",
    val idNumber: String = "",
    val unit: Boolean = false,
    val notLegalRepresentative: Boolean = false,
    val problem: Problem? = null,
    /** The case that was made. */
    val made: String? = null,
) {
    val complete: Boolean get() = name.isNotBlank() && idNumber.isNotBlank()
}

/** What a case begins with, as the order at the provider says it. */
class NewCasePresenter(private val desk: Desk, profiles: Profiles) {
    val state = Held(profiles.providers().let { NewCaseState(it, profiles.provinces(), it.first().key) })

    fun change(change: (NewCaseState) -> NewCaseState) = state.set(change)

    fun create() {
        val typed = state.now.takeIf { it.complete && it.made == null } ?: return
        desk.work.run {
            try {
                val rules = Rules(typed.provider, typed.province)
                val person = Person(typed.name.trim(), typed.idNumber.trim().uppercase())
                val new = NewCase(rules, typed.unit, typed.notLegalRepresentative, person, OrderKind.FILING)
                val made = desk.store.create(new).use { it.name() }
                state.set { it.copy(made = made, problem = null, name = "", idNumber = "") }
            } catch (error: HeyanException) {
                state.set { it.copy(problem = problemOf(error)) }
            }
        }
    }
}
