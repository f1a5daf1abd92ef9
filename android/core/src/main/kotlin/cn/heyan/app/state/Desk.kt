package cn.heyan.app.state

import cn.heyan.core.CaseStore
import cn.heyan.core.Gateway
import cn.heyan.core.Lang

/** What every screen works with. */
class Desk(
    val store: CaseStore,
    /** Folder of the model pack. */
    val pack: String,
    val lang: Lang,
    val work: Work,
    /** The day, as `2026-11-24`. */
    val today: () -> String,
    val gateway: Gateway,
    /** Threads for inference. */
    val threads: UByte = 2u,
) {
    /** The same desk for who is on its thread already. */
    fun onThisThread() = Desk(store, pack, lang, { it() }, today, gateway, threads)
}
