package cn.heyan.app.state

import cn.heyan.core.HeyanException

data class SettingsState(val asked: Boolean = false, val deleted: Boolean = false, val problem: Problem? = null)

/** Deletes everything: asked once more before it is done. */
class SettingsPresenter(private val desk: Desk) {
    val state = Held(SettingsState())

    fun ask() = state.set { SettingsState(asked = true) }

    fun leave() = state.set { SettingsState() }

    fun deleteAll() {
        if (!state.now.asked) return
        desk.work.run {
            try {
                desk.store.deleteAll()
                state.set { SettingsState(deleted = true) }
            } catch (error: HeyanException) {
                state.set { it.copy(problem = problemOf(error)) }
            }
        }
    }
}
