package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.Finding
import cn.heyan.core.HeyanException
import cn.heyan.core.JudgedStep
import cn.heyan.core.Person
import cn.heyan.core.StepReport
import cn.heyan.core.Verdict

/** One field as it was read, and as it was typed where the order has it. */
data class ReviewRow(val label: String, val read: String, val typed: String?, val same: Boolean?)

data class ReviewState(
    val verdict: Verdict,
    val findings: List<Finding>,
    val rows: List<ReviewRow>,
    /** Whether what was typed can be put right: some of it is not what was read, and nothing was handed in. */
    val correctable: Boolean = false,
    /** While it is being put right. */
    val typing: TypedPresenter? = null,
    /** Steps that did not fit what was corrected and are to be done again, in words. */
    val redo: List<String> = emptyList(),
    val kept: Boolean = false,
    val problem: Problem? = null,
)

/** What was judged, before it is kept: the person sees each field, then keeps it, takes it again, corrects what they typed, or insists. */
class ReviewPresenter(private val desk: Desk, private val case: Case, private val judged: JudgedStep) : AutoCloseable {
    val state = Held(shown(judged.report(), case.person()))

    private fun shown(report: StepReport, person: Person): ReviewState {
        val typed = mapOf("name" to person.name, "id_number" to person.idNumber)
        val same = report.compared.associate { it.key to it.same }
        val read = report.fields.map { ReviewRow(it.label, it.value, typed[it.key].takeIf { _ -> it.key in same }, same[it.key]) }
        val unread = report.compared.filter { compared -> report.fields.none { it.key == compared.key } }
        val rows = read + unread.map { ReviewRow(it.label, "", typed[it.key], it.same) }
        return ReviewState(report.verdict, report.findings, rows, rows.any { it.same == false } && case.correctable())
    }

    /** Lets the person put right what they typed. */
    fun correct() {
        if (!state.now.correctable) return
        lateinit var typing: TypedPresenter
        typing = TypedPresenter(desk, case) {
            // Held against the new words: the picture need not be taken again.
            val now = shown(judged.again(), case.person())
            state.set { now.copy(redo = typing.state.now.redo) }
        }
        typing.load()
        state.set { it.copy(typing = typing) }
    }

    /** Leaves what was typed as it is. */
    fun leave() = state.set { it.copy(typing = null) }

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
