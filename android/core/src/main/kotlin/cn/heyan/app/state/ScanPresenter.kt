package cn.heyan.app.state

import cn.heyan.core.CardHint
import cn.heyan.core.Case
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.Point
import cn.heyan.core.Rules
import cn.heyan.core.ScanSession
import cn.heyan.core.Step
import cn.heyan.core.expectedDocument
import java.nio.ByteBuffer

enum class Shutter { WAITING, TAKING, JUDGING, DONE }

data class ScanState(
    val say: String = "",
    val outline: List<Point> = emptyList(),
    val progress: Float = 0f,
    val offerShutter: Boolean = false,
    val shutter: Shutter = Shutter.WAITING,
    val problem: Problem? = null,
    val review: ReviewPresenter? = null,
)

/** A document before the camera: outline and hint live, the shutter by itself, then the review. */
class ScanPresenter(private val desk: Desk, private val case: Case, private val step: Step) : AutoCloseable {
    val state = Held(ScanState())
    private var session: ScanSession? = null

    /** Loads the models, before the camera opens. */
    fun open(rules: Rules? = null) = desk.work.run {
        try {
            session = ScanSession.open(desk.pack, desk.threads, expectedDocument(step), desk.today(), desk.lang, rules ?: case.status().rules)
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** A frame of the camera. True when a still is to be taken now. */
    fun frame(bytes: ByteBuffer, meta: FrameMeta): Boolean {
        val session = session ?: return false
        if (state.now.shutter != Shutter.WAITING) return false
        val live = try {
            session.submit(bytes, meta) ?: return false
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
            return false
        }
        val ready = live.hint == CardHint.READY
        val shutter = if (ready) Shutter.TAKING else Shutter.WAITING
        state.set { it.copy(say = live.say, outline = live.outline, progress = live.progress, offerShutter = live.offerShutter, shutter = shutter) }
        return ready
    }

    /** The person pressed the shutter. True when a still is to be taken now. */
    fun press(): Boolean {
        val could = state.now.shutter == Shutter.WAITING && session != null
        if (could) state.set { it.copy(shutter = Shutter.TAKING) }
        return could
    }

    /** The still that was taken, as JPEG. */
    fun taken(jpeg: ByteArray) {
        val session = session ?: return
        state.set { it.copy(shutter = Shutter.JUDGING) }
        desk.work.run {
            try {
                val review = ReviewPresenter(desk, case, case.judgeDocument(step, jpeg, session))
                state.set { it.copy(shutter = Shutter.DONE, review = review, problem = null) }
            } catch (error: HeyanException) {
                state.set { it.copy(shutter = Shutter.WAITING, problem = problemOf(error)) }
            }
        }
    }

    /** Takes it again. */
    fun again() {
        state.now.review?.close()
        state.set { ScanState() }
    }

    override fun close() {
        state.now.review?.close()
        session?.close()
    }
}
