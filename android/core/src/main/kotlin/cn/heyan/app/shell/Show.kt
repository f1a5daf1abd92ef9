package cn.heyan.app.shell

import cn.heyan.core.Effect
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import java.io.File
import java.nio.ByteBuffer

/** Where things are done. */
interface Threads {
    /** On a thread that may wait, one thing after the other. */
    fun work(task: () -> Unit)

    /** On the screen's thread. */
    fun screen(task: () -> Unit)

    /** The same, in [ms] milliseconds. */
    fun later(ms: Long, task: () -> Unit)
}

/**
 * A screen on show: its work goes to [threads], and [hands] carries out all else on the screen's thread, in its order. Once it is left
 * nothing of it is carried out but what takes away: what a screen wanted last may come after it has gone.
 */
class Show<S, I>(private val screen: CoreScreen<S, I>, private val threads: Threads, private val hands: (Effect) -> Unit) {
    @Volatile
    private var left = false

    /** What is shown now. */
    val state: S get() = screen.state()

    fun start() = carry(screen.start())

    /** Somebody wants something. Says whether the screen is there still. */
    fun intend(intent: I): Boolean {
        if (left) return false
        carry(screen.intend(intent))
        return true
    }

    /** The phone answers. Says whether anybody has heard it. */
    fun answer(answer: (Answers<I>) -> I?): Boolean = answer(screen.answers)?.let(::intend) ?: false

    /** The language was changed. */
    fun retell() = carry(screen.retell())

    /** A frame, on the camera's thread. */
    fun frame(bytes: ByteBuffer, meta: FrameMeta) = seen { screen.frame(bytes, meta) }

    /** A chunk of the microphone of one channel, on its thread. */
    fun sound(pcm: ByteBuffer, rateHz: Int) = seen { screen.sound(pcm, rateHz.toUInt(), 1u) }

    fun leave() {
        if (left) return
        left = true
        carry(screen.leave())
    }

    private fun seen(look: () -> List<Effect>) {
        if (left) return
        val effects = try {
            look()
        } catch (broken: HeyanException) {
            // A camera whose frames are none.
            threads.screen { answer { it.lost } }
            return
        }
        if (effects.isNotEmpty()) threads.screen { carry(effects) }
    }

    private fun carry(effects: List<Effect>): Unit = effects.forEach { effect ->
        when (effect) {
            is Effect.Work -> threads.work {
                val came = effect.task.use { it.run() }
                if (came.isNotEmpty()) threads.screen { carry(came) }
            }
            is Effect.RemoveFile -> File(effect.path).delete()
            is Effect.CloseCamera, is Effect.SendInBackground -> hands(effect)
            is Effect.LookAfter -> threads.later(effect.ms.toLong()) { answer { it.look } }
            else -> if (!left) hands(effect)
        }
    }
}
