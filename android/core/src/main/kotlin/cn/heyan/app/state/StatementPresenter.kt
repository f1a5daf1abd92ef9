package cn.heyan.app.state

import cn.heyan.core.Blank
import cn.heyan.core.Case
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.RecordedFile
import cn.heyan.core.RecordingLimits
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
    val limits: RecordingLimits? = null,
    /** Whether the text is a sample and not what an authority issued. */
    val sample: Boolean = false,
    val problem: Problem? = null,
    val review: ReviewPresenter? = null,
)

/** The promise read aloud: the text follows the voice. */
class StatementPresenter(private val desk: Desk, private val case: Case) : AutoCloseable {
    val state = Held(StatementState())
    private var session: StatementSession? = null

    /** [template] is the text of a statement profile; the sample when there is none. */
    fun open(blanks: List<Blank>, template: String? = null) = desk.work.run {
        try {
            val opened = StatementSession.open(desk.pack, desk.threads, blanks, desk.lang, template)
            session = opened
            val sample = cn.heyan.core.scriptForm(template).sample
            state.set { it.copy(text = opened.text(), limits = opened.limits(), sample = sample) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** A chunk of the microphone: 16 bits, one channel. */
    fun sound(pcm: ByteBuffer, rateHz: Int) = take { it.hear(pcm, rateHz.toUInt(), 1u) }

    /** A frame of the camera. */
    fun frame(bytes: ByteBuffer, meta: FrameMeta) = take { it.see(bytes, meta) }

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
