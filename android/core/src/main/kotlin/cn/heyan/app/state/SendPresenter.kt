package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.HeyanException
import cn.heyan.core.Progress
import cn.heyan.core.Purpose
import cn.heyan.core.Submission
import kotlinx.coroutines.runBlocking

/** One thing that will leave the device. */
data class SendRow(val name: String, val bytes: ULong, val purpose: Purpose)

enum class Sending { READY, RUNNING, PAUSED, SENT }

data class SendState(
    val rows: List<SendRow> = emptyList(),
    /** Purposes that must be agreed to first. */
    val missing: List<Purpose> = emptyList(),
    val sending: Sending = Sending.READY,
    val progress: Progress? = null,
    val problem: Problem? = null,
) {
    val bytes: ULong get() = rows.sumOf { it.bytes }
    val canSend: Boolean get() = rows.isNotEmpty() && missing.isEmpty() && sending != Sending.RUNNING
}

/** What will be sent, then the sending: with progress, paused and gone on with, also in the background. */
class SendPresenter(private val desk: Desk, private val case: Case) {
    val state = Held(SendState())

    @Volatile
    private var submission: Submission? = null

    fun load() = desk.work.run {
        try {
            val status = case.status()
            val rows = status.steps.filter { it.bytes > 0uL }.map { SendRow(it.name, it.bytes, it.purpose) }
            val missing = case.consents().filter { consent -> !consent.given && rows.any { it.purpose == consent.purpose } }
            val sending = if (status.sent > 0u) Sending.SENT else Sending.READY
            state.set { it.copy(rows = rows, missing = missing.map { it.purpose }, sending = sending) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** Sends, or goes on. Ends on the thread of [Desk.work] when it is sent, paused, or in trouble. */
    fun send() {
        if (!state.now.canSend) return
        state.set { it.copy(sending = Sending.RUNNING, problem = null) }
        desk.work.run {
            try {
                case.submission(desk.gateway).use { run ->
                    submission = run
                    runBlocking { run.run() }
                }
                state.set { it.copy(sending = Sending.SENT) }
            } catch (error: HeyanException) {
                state.set { it.copy(sending = Sending.PAUSED, problem = problemOf(error).takeUnless(::wished)) }
            } finally {
                submission = null
            }
        }
    }

    /** A pause that was asked for is no problem. */
    private fun wished(problem: Problem) = problem is Problem.Told && problem.code == "submit.paused"

    /** To be called a few times a second while it runs. */
    fun look() {
        val progress = submission?.progress() ?: return
        state.set { it.copy(progress = progress) }
    }

    fun pause() {
        submission?.pause()
    }

    fun networkChanged() {
        submission?.networkChanged()
    }
}
