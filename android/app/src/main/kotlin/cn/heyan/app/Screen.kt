package cn.heyan.app

import android.view.View

/** What a place shows, for as long as it is shown. */
class Screen(val view: View, private val held: List<AutoCloseable>, val upright: Boolean = false) : AutoCloseable {
    override fun close() = held.asReversed().forEach(AutoCloseable::close)
}
