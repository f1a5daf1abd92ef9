package cn.heyan.app.state

import cn.heyan.core.App
import cn.heyan.core.CaseStore
import cn.heyan.core.Fixtures
import cn.heyan.core.Gateway
import cn.heyan.core.KeyProvider
import cn.heyan.core.Lang
import cn.heyan.core.MemoryKeys
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A desk on the real core: everything happens on the caller's thread, in a folder of its own. */
fun desk(
    folder: Path,
    keys: KeyProvider = MemoryKeys(),
    gateway: Gateway = Gateway("https://localhost:1", emptyList(), null, App("test", "1", "jvm")),
    pack: String = Fixtures.pack,
    work: Work = Work { it() },
) = Desk(
    store = CaseStore(folder.resolve("cases").toString(), folder.resolve("witness").toString(), keys, Lang.EN),
    pack = pack,
    lang = Lang.EN,
    work = work,
    today = { "2026-11-01" },
    gateway = gateway,
    threads = 1u,
)

/** The sandbox gateway, for as long as it is not closed. */
class Sandbox(folder: Path) : AutoCloseable {
    private val process = ProcessBuilder(System.getProperty("heyan.gateway"), "--dir", folder.toString(), "--pace-ms", "50")
        .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    val gateway: Gateway

    init {
        val line = process.inputStream.bufferedReader().readLine() ?: error("the gateway did not start")
        fun of(key: String) = Regex("\"$key\":\"([^\"]+)\"").find(line)!!.groupValues[1]
        val roots = Files.readString(Path.of(of("certificate")))
        gateway = Gateway(of("address"), listOf(of("pin")), roots, App("test", "1", "jvm"))
    }

    override fun close() {
        process.destroy()
        process.waitFor(10, TimeUnit.SECONDS)
    }
}
