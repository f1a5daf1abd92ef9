package cn.heyan.app.shell

import cn.heyan.core.Desk
import cn.heyan.core.Effect
import cn.heyan.core.ProblemKind
import cn.heyan.core.SendIntent
import cn.heyan.core.SendPhase
import cn.heyan.core.SendScreen

/** The sending of [case] while nobody looks at it. */
class Background(desk: Desk, case: String) {
    private val screen = SendScreen(desk, case)

    /** Sends, or goes on, on this thread to its end. Says whether it is to be tried again later. */
    fun run(): Boolean {
        work(screen.start())
        work(screen.intend(SendIntent.SEND))
        val state = screen.state()
        screen.leave()
        val waits = state.problem?.run { kind == ProblemKind.KEY_LOCKED || code == "case.busy" } ?: false
        return state.phase == SendPhase.PAUSED || state.phase != SendPhase.SENT && waits
    }

    /** Stops it, from any thread. */
    fun pause() {
        screen.intend(SendIntent.PAUSE)
    }

    /** Nothing but work: there is nothing to draw and nobody to ask. */
    private fun work(effects: List<Effect>): Unit = effects.forEach { effect ->
        if (effect is Effect.Work) effect.task.use { work(it.run()) }
    }
}
