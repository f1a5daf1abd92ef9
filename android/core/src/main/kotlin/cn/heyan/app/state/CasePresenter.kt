package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.CaseStatus
import cn.heyan.core.Consent
import cn.heyan.core.HeyanException
import cn.heyan.core.Purpose

data class CaseState(val status: CaseStatus? = null, val holder: String = "", val problem: Problem? = null)

/** One case: its steps, the next of them, the order. */
class CasePresenter(private val desk: Desk, private val case: Case) {
    val state = Held(CaseState())

    fun load() = desk.work.run {
        try {
            val (status, person) = case.status() to case.person()
            state.set { CaseState(status, person.name) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }
}

data class ConsentState(
    val consents: List<Consent> = emptyList(),
    /** What a withdrawal came to, in words. */
    val withdrawn: String = "",
    val problem: Problem? = null,
)

/** What the person agrees to, each purpose by itself. */
class ConsentPresenter(private val desk: Desk, private val case: Case) {
    val state = Held(ConsentState())

    fun load() = act { }

    fun agree(purpose: Purpose) = act { case.agree(purpose) }

    fun withdraw(purpose: Purpose) = act {
        val said = case.withdraw(purpose).said
        state.set { it.copy(withdrawn = said) }
    }

    private fun act(call: () -> Unit) = desk.work.run {
        try {
            call()
            val consents = case.consents()
            state.set { it.copy(consents = consents, problem = null) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }
}
