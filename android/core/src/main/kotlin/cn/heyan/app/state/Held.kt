package cn.heyan.app.state

import java.util.concurrent.CopyOnWriteArrayList

/** What a screen shows now. Watchers are told of every change, on the thread that made it. */
class Held<S>(first: S) {
    private val watchers = CopyOnWriteArrayList<(S) -> Unit>()
    private val lock = Any()

    @Volatile
    var now: S = first
        private set

    /** Changes it. */
    fun set(change: (S) -> S) {
        val next = synchronized(lock) { change(now).also { now = it } }
        watchers.forEach { it(next) }
    }

    /** Tells [watcher] what is, and what comes until the handle is closed. */
    fun watch(watcher: (S) -> Unit): AutoCloseable {
        watchers += watcher
        watcher(now)
        return AutoCloseable { watchers -= watcher }
    }
}

/** Runs what takes longer than a frame, one thing after the other, off the screen's thread. */
fun interface Work {
    fun run(task: () -> Unit)
}
