package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.PortraitSession
import cn.heyan.core.Rules
import cn.heyan.core.Step
import java.nio.ByteBuffer

data class PortraitState(
    val say: String = "",
    val shutter: Shutter = Shutter.WAITING,
    val problem: Problem? = null,
    val review: ReviewPresenter? = null,
)

/** The portrait: guides, one hint at a time, the shutter by itself. */
class PortraitPresenter(private val desk: Desk, private val case: Case) : AutoCloseable {
    val state = Held(PortraitState())
    private var session: PortraitSession? = null

    fun open(rules: Rules) = desk.work.run {
        try {
            session = PortraitSession.open(desk.pack, desk.threads, desk.lang, rules)
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
        state.set { it.copy(say = live.say, shutter = if (live.ready) Shutter.TAKING else Shutter.WAITING) }
        return live.ready
    }

    /** The person pressed the shutter. True when a still is to be taken now. */
    fun press(): Boolean {
        val could = state.now.shutter == Shutter.WAITING && session != null
        if (could) state.set { it.copy(shutter = Shutter.TAKING) }
        return could
    }

    fun taken(jpeg: ByteArray) {
        val session = session ?: return
        state.set { it.copy(shutter = Shutter.JUDGING) }
        desk.work.run {
            try {
                val review = ReviewPresenter(desk, case, case.judgePortrait(Step.PORTRAIT, jpeg, session))
                state.set { it.copy(shutter = Shutter.DONE, review = review, problem = null) }
            } catch (error: HeyanException) {
                state.set { it.copy(shutter = Shutter.WAITING, problem = problemOf(error)) }
            }
        }
    }

    fun again() {
        state.now.review?.close()
        state.set { PortraitState() }
    }

    override fun close() {
        state.now.review?.close()
        session?.close()
    }
}
