package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.RecordedFile
import cn.heyan.core.StatementLive
import cn.heyan.core.StatementSession
import cn.heyan.core.Step
import java.nio.ByteBuffer

data class StatementState(
    val text: String = "",
    /** Index in [text] of the first character not read yet. */
    val position: Int = 0,
    val say: String = "",
    val done: Boolean = false,
    /** How it is to be recorded, as the provider takes it; known once the text is. */
    val plan: RecordingPlan? = null,
    /** Whether the text is a sample and not what an authority issued. */
    val sample: Boolean = false,
    /** While something that the text names is not known yet: it is typed first. */
    val typing: TypedPresenter? = null,
    val problem: Problem? = null,
    val review: ReviewPresenter? = null,
)

/** The promise read aloud: the text that the case draws follows the voice. */
class StatementPresenter(private val desk: Desk, private val case: Case) : AutoCloseable {
    val state = Held(StatementState())
    private var session: StatementSession? = null

    fun open(): Unit = desk.work.run {
        try {
            val asked = case.ask()
            if (asked.missing != null) {
                val typing = TypedPresenter(desk, case, ::open)
                state.set { StatementState(typing = typing) }
                typing.load()
                return@run
            }
            val opened = case.openStatement(desk.pack, desk.threads)
            session = opened
            state.set { StatementState(text = opened.text(), plan = planOf(opened.limits(), withSound = true), sample = asked.sample) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** A chunk of the microphone: 16 bits, one channel. */
    fun sound(pcm: ByteBuffer, rateHz: Int) = take { it.hear(pcm, rateHz.toUInt(), 1u) }

    /** A frame of the camera, its time that of the recording. True when the recording must be over now. */
    fun frame(bytes: ByteBuffer, meta: FrameMeta): Boolean {
        take { it.see(bytes, meta) }
        return state.now.plan?.mostS?.let { meta.atMs.toDouble() >= it * 1000 } ?: false
    }

    private fun take(call: (StatementSession) -> StatementLive?) {
        val session = session ?: return
        try {
            val live = call(session) ?: return
            state.set { was ->
                // The core counts characters, Kotlin counts UTF-16.
                val position = was.text.offsetByCodePoints(0, live.position.toInt())
                was.copy(position = maxOf(was.position, position), say = live.say, done = live.done)
            }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** Ends it; [path] is the recording, [file] what is known of it. */
    fun finish(path: String, file: RecordedFile) {
        val session = session ?: return
        desk.work.run {
            try {
                session.finish(file)
                val review = ReviewPresenter(desk, case, case.judgeStatement(Step.STATEMENT, path, session))
                state.set { it.copy(review = review) }
            } catch (error: HeyanException) {
                state.set { it.copy(problem = problemOf(error)) }
            }
        }
    }

    override fun close() {
        state.now.review?.close()
        session?.close()
    }
}
