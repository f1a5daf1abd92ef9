package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.Finding
import cn.heyan.core.HeyanException
import cn.heyan.core.JudgedStep
import cn.heyan.core.Verdict

/** One field as it was read, and as it was typed where the order has it. */
data class ReviewRow(val label: String, val read: String, val typed: String?, val same: Boolean?)

data class ReviewState(
    val verdict: Verdict,
    val findings: List<Finding>,
    val rows: List<ReviewRow>,
    val kept: Boolean = false,
    val problem: Problem? = null,
)

/** What was judged, before it is kept: the person sees each field, then keeps it, takes it again, or insists. */
class ReviewPresenter(private val desk: Desk, case: Case, private val judged: JudgedStep) : AutoCloseable {
    val state: Held<ReviewState>

    init {
        val report = judged.report()
        val person = case.person()
        val typed = mapOf("name" to person.name, "id_number" to person.idNumber)
        val same = report.compared.associate { it.key to it.same }
        val read = report.fields.map { ReviewRow(it.label, it.value, typed[it.key].takeIf { _ -> it.key in same }, same[it.key]) }
        val unread = report.compared.filter { compared -> report.fields.none { it.key == compared.key } }
        val rows = read + unread.map { ReviewRow(it.label, "", typed[it.key], it.same) }
        state = Held(ReviewState(report.verdict, report.findings, rows))
    }

    /** Keeps it; [insist] against the verdict. */
    fun keep(insist: Boolean = false) = desk.work.run {
        try {
            val kept = judged.keep(insist)
            state.set { it.copy(kept = kept, problem = null) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    override fun close() = judged.close()
}
