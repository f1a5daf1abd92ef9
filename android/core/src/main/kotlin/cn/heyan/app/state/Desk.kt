package cn.heyan.app.state

import cn.heyan.core.CaseStore
import cn.heyan.core.Gateway
import cn.heyan.core.HeyanException
import cn.heyan.core.Lang
import cn.heyan.core.ModelPack
import kotlinx.coroutines.runBlocking

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
    /** Reads the models once, so that the first camera opens from memory. Takes seconds. Says whether they are there. */
    fun warm(): Boolean = try {
        ModelPack(pack).use { runBlocking { it.warmUp() } > 0uL }
    } catch (missing: HeyanException) {
        false
    }

    /** The same desk for who is on its thread already. */
    fun onThisThread() = Desk(store, pack, lang, { it() }, today, gateway, threads)
}
