package cn.heyan.core

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects what a case keeps, whose key it is, and that nothing of it stays when it is deleted. */
class CaseTest {
    @TempDir
    lateinit var folder: Path
    private val keys = MemoryKeys()

    private fun store(keys: KeyProvider = this.keys) =
        CaseStore(folder.resolve("cases").toString(), folder.resolve("witness").toString(), keys, Lang.EN)

    @AfterEach
    fun noSink() = setLogSink(null)

    @Test
    fun `a case is made, filled, closed, and found again with a key that Kotlin keeps`() = store().use { store ->
        val name = store.create(newCase()).use { case ->
            assertEquals(Step.ID_FRONT, case.status().next)
            scan(case, Step.ID_FRONT, "front.jpg").use { judged ->
                val report = judged.report()
                assertEquals(listOf("name", "id_number"), report.compared.map { it.key })
                assertTrue(report.compared.all { it.same == true }, report.findings.toString())
                assertEquals(Verdict.ACCEPT, report.verdict)
                assertTrue(judged.keep(false))
            }
            case.name()
        }
        store.open(name).use { case ->
            val front = case.status().steps.first { it.step == Step.ID_FRONT }
            assertEquals(Standing.DONE, front.standing)
            assertEquals(Purpose.SEND_IDENTITY, front.purpose)
            assertEquals(Fixtures.bytes("front.jpg").size.toULong(), front.bytes)
            assertEquals(Step.ID_BACK, case.status().next)
            assertFalse(case.status().damaged)
        }
        val onDisk = Files.walk(folder).filter(Files::isRegularFile).map { String(it.readBytes(), Charsets.ISO_8859_1) }
        val person = newCase().person
        assertFalse(onDisk.anyMatch { it.contains(person.idNumber) || it.contains("JFIF") }, "all is sealed")
    }

    @Test
    fun `what a reviewer would refuse is kept only when the person insists`() = store().use { store ->
        store.create(newCase(name = "别人")).use { case ->
            scan(case, Step.ID_FRONT, "front.jpg").use { judged ->
                assertEquals(false, judged.report().compared.first { it.key == "name" }.same)
                assertTrue("filing.name_mismatch" in judged.report().findings.map { it.code })
                assertFalse(judged.keep(false))
                assertTrue(judged.keep(true))
                assertThrows(HeyanException.Ended::class.java) { judged.keep(true) }
            }
            assertEquals(Standing.FORCED, case.status().steps.first { it.step == Step.ID_FRONT }.standing)
        }
    }

    @Test
    fun `a name typed wrong is put right before it is sent, and the judged step says so without another scan`() = store().use { store ->
        store.create(newCase(name = "别人")).use { case ->
            scan(case, Step.ID_FRONT, "front.jpg").use { judged ->
                assertFalse(judged.keep(false))
                assertTrue(case.correctable())
                val person = newCase().person
                val number = assertThrows(HeyanException.Told::class.java) { case.correct(person.copy(idNumber = "123 456"), case.site()) }
                assertEquals("case.bad_number", number.code)
                assertEquals("别人", case.person().name, "refused, nothing has changed")
                assertEquals(emptyList<Step>(), case.correct(person, case.site()))
                val report = judged.again()
                assertEquals(Verdict.ACCEPT, report.verdict, report.findings.toString())
                assertTrue(report.compared.all { it.same == true } && "filing.name_mismatch" !in report.findings.map { it.code })
                assertTrue(judged.keep(false))
            }
            // Another's name: what was kept is not theirs.
            assertEquals(listOf(Step.ID_FRONT), case.correct(newCase(name = "王小明").person, case.site()))
            assertEquals(Step.ID_FRONT, case.status().next)
        }
    }

    @Test
    fun `what is asked before the camera comes from the case's profile`() = store().use { store ->
        val own = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[challenge]\nactions = [\"nod\", \"turn_right\"]\ncount = 2\n" +
            "source = \"OURS\"\ndate = \"2026\"\n[statement]\nsource = \"OURS\"\ndate = \"2026\"\n[statement.template]\nversion = 1\nid = \"own\"\n" +
            "edition = \"1\"\nsource = \"ours\"\ntext = \"我是{responsible_name}，网站{site_name}，验证码{code}。\"\n" +
            "fields = [\"responsible_name\", \"site_name\"]\ncode_digits = 6\n[statement.template.recording]\nmax_s = 60.0\n"
        val name = store.create(newCase(rules = Rules("", text = own))).use { it.name() }
        store.open(name).use { case ->
            val asked = case.ask()
            assertEquals(setOf(Action.NOD, Action.TURN_RIGHT), asked.actions.toSet())
            assertEquals(null to "site_name", asked.statement to asked.missing)
            assertThrows(HeyanException.BadArgument::class.java) { case.openStatement(Fixtures.pack, 1u) }
            case.correct(case.person(), Site(name = "小河边的摄影"))
            val text = case.ask().statement!!
            assertTrue(case.person().name in text && "小河边的摄影" in text && text.count(Char::isDigit) == 6 && !asked.sample, text)
            case.openStatement(Fixtures.pack, 1u).use { session ->
                assertEquals(text, session.text())
                // The profile's 10 MiB and the text's minute.
                val limits = session.limits()
                assertEquals(10_485_760uL to 60.0, limits.maxBytes to limits.maxS)
                assertTrue(limits.kbitPerS!! * 60 / 8 * 1000 < 10_485_760)
            }
            assertNull(case.recording(Step.LIVENESS).maxBytes, "no source says how large")
            assertThrows(HeyanException.ModelUnavailable::class.java) { case.openStatement("/nowhere", 1u) }
        }
        assertEquals(DocumentKind.RESIDENT_ID_BACK, expectedDocument(Step.ID_BACK))
        assertNull(expectedDocument(Step.LIVENESS))
    }

    @Test
    fun `a key that is gone is told as that, and the case can still be deleted`() = store().use { store ->
        val name = store.create(newCase()).use { it.name() }
        keys.keys.clear()
        assertThrows(HeyanException.KeyGone::class.java) { store.open(name) }
        store.delete(name)
        assertEquals(emptyList<String>(), store.cases())
    }

    @Test
    fun `a key of another phone is no key`() = store().use { store ->
        val name = store.create(newCase()).use { it.name() }
        val other = MemoryKeys().also { it.wrap(name, ByteArray(32), true) }
        val told = assertThrows(HeyanException.Told::class.java) { store(other).use { it.open(name) } }
        assertEquals("case.wrong_key", told.code)
    }

    @Test
    fun `a key store that throws is an error and never a crash, and leaves nothing behind`() {
        val lines = CopyOnWriteArrayList<String>()
        setLogSink(object : LogSink {
            override fun log(level: LogLevel, line: String) {
                lines.add(line)
                error("a sink that fails as well")
            }
        })
        store(ThrowingKeys()).use { store ->
            assertThrows(HeyanException.KeyLocked::class.java) { store.create(newCase()) }
            assertEquals(emptyList<String>(), store.cases())
        }
        assertTrue(lines.any { "key provider" in it }, lines.toString())
        assertFalse(lines.any { "no hardware here" in it }, "what the shell threw is not logged")
    }

    @Test
    fun `an older state put back is noticed`() = store().use { store ->
        val name = store.create(newCase()).use { it.name() }
        val home = folder.resolve("cases").resolve(name)
        val before = home.listDirectoryEntries().filter(Files::isRegularFile).associate { it.fileName to it.readBytes() }
        store.open(name).use { it.agree(Purpose.SEND_FACE) }
        before.forEach { (file, bytes) -> home.resolve(file).writeBytes(bytes) }
        val told = assertThrows(HeyanException.Told::class.java) { store.open(name) }
        assertEquals("case.rolled_back", told.code)
    }

    @Test
    fun `consent is asked for each purpose, and taking it back destroys what it was for`() = store().use { store ->
        store.create(newCase()).use { case ->
            scan(case, Step.ID_FRONT, "front.jpg").use { it.keep(true) }
            val asked = case.consents()
            assertEquals(listOf(Purpose.SEND_IDENTITY, Purpose.SEND_FACE), asked.map { it.purpose })
            assertTrue(asked.none { it.given } && asked.all { it.text.length > 40 && it.recipient == "huawei" })
            case.agree(Purpose.SEND_IDENTITY)
            assertEquals(listOf(true, false), case.consents().map { it.given })
            assertEquals(listOf(Step.ID_FRONT), case.withdraw(Purpose.SEND_IDENTITY).purged)
            assertEquals(Standing.MISSING, case.status().steps.first { it.step == Step.ID_FRONT }.standing)
            val told = assertThrows(HeyanException.Told::class.java) { case.withdraw(Purpose.SEND_FACE) }
            assertEquals("case.no_consent", told.code)
        }
    }

    @Test
    fun `deleting everything leaves no file and no key`() = store().use { store ->
        repeat(3) { store.create(newCase()).close() }
        assertEquals(3, store.cases().size)
        store.deleteAll()
        assertTrue(keys.keys.isEmpty())
        val left = folder.resolve("cases").takeIf(Path::exists)?.listDirectoryEntries() ?: emptyList()
        assertEquals(emptyList<Path>(), left)
        store.deleteAll()
    }

    @Test
    fun `names that lead elsewhere are refused`() = store().use { store ->
        folder.resolve("cases/../elsewhere").createDirectories()
        for (name in listOf("../elsewhere", "", ".", "ABCDEF0123456789ABCDEF0123456789")) {
            assertThrows(HeyanException.BadArgument::class.java) { store.delete(name) }
        }
        assertTrue(folder.resolve("elsewhere").exists())
    }

    @Test
    fun `two threads on one case lose nothing`() = store().use { store ->
        store.create(newCase()).use { case ->
            val threads = List(2) { kotlin.concurrent.thread { repeat(10) { case.agree(Purpose.SEND_FACE); case.status() } } }
            threads.forEach { it.join() }
            assertTrue(case.consents().first { it.purpose == Purpose.SEND_FACE }.given)
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
        assertNull(Rules("huawei").province)
        val own = "schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n"
        assertEquals("harbour", profiles.named(Rules("", text = own)))
        assertEquals(steps.map { it.step }, profiles.steps(Rules("", "shanghai", own)).map { it.step })
    }
}

fun scan(case: Case, step: Step, picture: String): JudgedStep =
    ScanSession.open(Fixtures.pack, 1u, null, "2026-11-01", Lang.EN, Rules("huawei")).use { session ->
        case.judgeDocument(step, Fixtures.bytes(picture), session)
    }
