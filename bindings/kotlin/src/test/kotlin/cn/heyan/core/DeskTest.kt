package cn.heyan.core

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects what is kept on the device, whose key it is, and that nothing of it stays when it is deleted. */
class DeskTest {
    @TempDir
    lateinit var folder: Path
    private val keys = MemoryKeys()

    @AfterEach
    fun noSink() = setLogSink(null)

    private fun rows(desk: Desk) = CasesScreen(desk).use { cases ->
        done(cases.start())
        cases.leave()
        cases.state().rows
    }

    private fun keepFront(desk: Desk, case: String) = ScanScreen(desk, case, Step.ID_FRONT).use { scan ->
        done(scan.start())
        done(scan.intend(TakeIntent.Taken(Fixtures.bytes("front.jpg"))))
        assertTrue(Effect.Back in done(scan.intend(TakeIntent.Review(ReviewIntent.Keep))), "${scan.state()}")
        scan.leave()
    }

    @Test
    fun `a case is found again with a key that Kotlin keeps, and all of it is sealed`() {
        val case = desk(folder, keys).use { desk -> made(desk).also { keepFront(desk, it) } }
        desk(folder, keys).use { desk -> assertEquals(listOf(case to 1u), rows(desk).map { it.name to it.done }) }
        val onDisk = Files.walk(folder).filter(Files::isRegularFile).map { String(it.readBytes(), Charsets.ISO_8859_1) }
        assertFalse(onDisk.anyMatch { it.contains(Fixtures.holder.second) || it.contains("JFIF") })
        val other = MemoryKeys().also { it.wrap(case, ByteArray(32), true) }
        desk(folder, other).use { desk -> assertEquals("case.wrong_key", rows(desk).single().problem?.code) }
    }

    @Test
    fun `a key store that throws is told and never a crash, and leaves nothing behind`() {
        val lines = CopyOnWriteArrayList<String>()
        setLogSink(object : LogSink {
            override fun log(level: LogLevel, line: String) {
                lines.add(line)
                error("a sink that fails as well")
            }
        })
        desk(folder, ThrowingKeys()).use { desk ->
            assertTrue("KEY_LOCKED" in assertThrows(IllegalStateException::class.java) { made(desk) }.message!!)
            assertEquals(emptyList<CaseRow>(), rows(desk))
        }
        assertTrue(lines.any { "key provider" in it }, lines.toString())
        assertFalse(lines.any { "no hardware here" in it }, "what the shell threw is not logged")
    }

    @Test
    fun `an older state put back is noticed`() {
        val case = desk(folder, keys).use(::made)
        val home = folder.resolve("cases").resolve(case)
        val before = home.listDirectoryEntries().filter(Files::isRegularFile).associate { it.fileName to it.readBytes() }
        desk(folder, keys).use { desk -> keepFront(desk, case) }
        before.forEach { (file, bytes) -> home.resolve(file).writeBytes(bytes) }
        desk(folder, keys).use { desk -> assertEquals("case.rolled_back", rows(desk).single().problem?.code) }
    }

    @Test
    fun `deleting everything leaves no file and no key`() = desk(folder, keys).use { desk ->
        repeat(3) { made(desk) }
        SettingsScreen(desk).use { settings ->
            settings.intend(SettingsIntent.ASK_DELETE)
            done(settings.intend(SettingsIntent.DELETE))
            assertTrue(settings.state().deleted, "${settings.state().problem}")
        }
        assertTrue(keys.keys.isEmpty())
        val left = folder.resolve("cases").takeIf(Path::exists)?.listDirectoryEntries() ?: emptyList()
        assertEquals(emptyList<Path>(), left)
    }

    @Test
    fun `a name that leads elsewhere opens nothing`() = desk(folder, keys).use { desk ->
        for (name in listOf("../elsewhere", "", ".", "ABCDEF0123456789ABCDEF0123456789")) CaseScreen(desk, name).use { screen ->
            done(screen.start())
            assertEquals(ProblemKind.FAULT, screen.state().problem?.kind)
        }
    }

    @Test
    fun `two threads on one case lose nothing`() = desk(folder, keys).use { desk ->
        val case = made(desk)
        val threads = List(2) { kotlin.concurrent.thread { repeat(5) {
            ConsentScreen(desk, case).use { consent ->
                done(consent.start())
                done(consent.intend(ConsentIntent.Agree(Purpose.SEND_FACE)))
                consent.leave()
            }
        } } }
        threads.forEach { it.join() }
        ConsentScreen(desk, case).use { consent ->
            done(consent.start())
            assertEquals(listOf(Purpose.SEND_FACE), consent.state().consents.filter { it.given }.map { it.purpose })
        }
    }

    @Test
    fun `profiles say what is asked, in words and with its source`() = Profiles(Lang.ZH).use { profiles ->
        assertTrue(profiles.providers().map { it.key }.containsAll(listOf("generic", "huawei", "tencent", "aliyun")))
        assertTrue(profiles.provinces().any { it.key == "jiangsu" && it.name.contains("江苏") })
        val steps = profiles.steps(Rules("huawei", "shanghai"))
        assertTrue(steps.any { it.step == Step.LIVENESS } && steps.all { it.name.isNotBlank() && it.source.isNotBlank() })
        assertThrows(HeyanException.BadArgument::class.java) { profiles.steps(Rules("nobody")) }
        assertThrows(HeyanException.BadArgument::class.java) { profiles.steps(Rules("huawei", "atlantis")) }
        val own = "schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n"
        assertEquals("harbour", profiles.named(Rules("", text = own)))
        assertEquals(steps.map { it.step }, profiles.steps(Rules("", "shanghai", own)).map { it.step })
        assertEquals(DocumentKind.RESIDENT_ID_BACK, expectedDocument(Step.ID_BACK))
    }

    @Test
    fun `labels come in the language that is asked, with what they are given`() {
        assertEquals("3 of 5 done", labelWords(Label.STEPS_DONE, Lang.EN, mapOf("done" to "3", "asked" to "5")))
        assertTrue(labelWords(Label.KEEP, Lang.ZH) != labelWords(Label.KEEP, Lang.EN))
    }
}
