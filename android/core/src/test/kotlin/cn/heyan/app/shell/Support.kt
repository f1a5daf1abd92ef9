package cn.heyan.app.shell

/** Threads that a test turns by hand. */
class HandTurned : Threads {
    val works = ArrayDeque<() -> Unit>()
    val screens = ArrayDeque<() -> Unit>()
    val laters = ArrayDeque<Pair<Long, () -> Unit>>()

    override fun work(task: () -> Unit) {
        works += task
    }

    override fun screen(task: () -> Unit) {
        screens += task
    }

    override fun later(ms: Long, task: () -> Unit) {
        laters += ms to task
    }

    /** All work, and what is to be done on the screen's thread after each. */
    fun turn() {
        while (works.isNotEmpty() || screens.isNotEmpty()) (screens.removeFirstOrNull() ?: works.removeFirst())()
    }
}
