package cn.heyan.app.shell

import cn.heyan.core.HeyanException
import cn.heyan.core.ModelPack
import kotlinx.coroutines.runBlocking

/** Reads the models of the folder [pack] once, so that the first camera opens from memory. Takes seconds. Says whether they are there. */
fun warm(pack: String): Boolean = try {
    ModelPack(pack).use { runBlocking { it.warmUp() } > 0uL }
} catch (missing: HeyanException) {
    false
}
