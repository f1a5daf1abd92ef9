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

data class CasesState(val rows: List<CaseRow> = emptyList(), val loading: Boolean = true, val problem: Problem? = null)

/** The list of cases and their next step. */
class CasesPresenter(private val desk: Desk) {
    val state = Held(CasesState())

    fun load() = act { }

    fun delete(name: String) = act { desk.store.delete(name) }

    private fun act(call: () -> Unit) = desk.work.run {
        val problem = try {
            call()
            null
        } catch (error: HeyanException) {
            problemOf(error)
        }
        val rows = try {
            desk.store.cases().map(::row)
        } catch (error: HeyanException) {
            return@run state.set { it.copy(loading = false, problem = problemOf(error)) }
        }
        state.set { CasesState(rows, loading = false, problem) }
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
    val siteName: String = "",
    val domain: String = "",
    /** The text of a profile of one's own, and its name: it goes before [provider]. */
    val ownProfile: Named? = null,
    val unit: Boolean = false,
    val notLegalRepresentative: Boolean = false,
    val problem: Problem? = null,
    /** The case that was made. */
    val made: String? = null,
)

/** What a case begins with, as the order at the provider says it. */
class NewCasePresenter(private val desk: Desk, private val profiles: Profiles) {
    val state = Held(profiles.providers().let { NewCaseState(it, profiles.provinces(), it.first().key) })

    fun change(change: (NewCaseState) -> NewCaseState) = state.set(change)

    /** The text of a profile of one's own, as a provider hands it out. */
    fun profile(text: String) = desk.work.run {
        try {
            val name = profiles.named(Rules("", text = text))
            state.set { it.copy(ownProfile = Named(text, name), problem = null) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    fun create() {
        val typed = state.now.takeIf { it.made == null } ?: return
        desk.work.run {
            try {
                val rules = Rules(typed.provider, typed.province, typed.ownProfile?.key)
                val (person, site) = Person(typed.name, typed.idNumber) to siteOf(typed.siteName, typed.domain)
                val new = NewCase(rules, typed.unit, typed.notLegalRepresentative, person, site, OrderKind.FILING)
                val made = desk.store.create(new).use { it.name() }
                state.set { it.copy(made = made, problem = null, name = "", idNumber = "", siteName = "", domain = "") }
            } catch (error: HeyanException) {
                state.set { it.copy(problem = problemOf(error)) }
            }
        }
    }
}
