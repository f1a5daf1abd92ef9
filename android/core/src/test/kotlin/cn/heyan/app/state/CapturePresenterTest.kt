package cn.heyan.app.state

import cn.heyan.core.Action
import cn.heyan.core.Fixtures
import cn.heyan.core.FrameMeta
import cn.heyan.core.Lang
import cn.heyan.core.PixelFormat
import cn.heyan.core.RecordedFile
import cn.heyan.core.Rules
import cn.heyan.core.Standing
import cn.heyan.core.Step
import cn.heyan.core.Verdict
import cn.heyan.core.actionWords
import cn.heyan.core.newCase
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private val RULES = Rules("huawei")

/** Protects the scan from live frames to what is kept. */
class ScanPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a card is taken, reviewed field by field, and kept`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                assertFalse(scan.press(), "no shutter before the models are there")
                scan.open(RULES)
                val grey = ByteBuffer.allocateDirect(640 * 480)
                val meta = FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = 0uL)
                assertFalse(scan.frame(grey, meta))
                assertTrue(scan.state.now.say.isNotBlank() && scan.state.now.outline.isEmpty())
                assertTrue(scan.press() && !scan.press())
                scan.taken(Fixtures.bytes("front.jpg"))
                assertEquals(Shutter.DONE, scan.state.now.shutter)
                val review = scan.state.now.review!!
                review.keep()
                assertTrue(review.state.now.kept)
            }
            assertEquals(Standing.DONE, case.status().steps.first { it.step == Step.ID_FRONT }.standing)
        }
    }

    @Test
    fun `what is no picture is told, and it is taken again`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                scan.open(RULES)
                scan.taken("nothing".toByteArray())
                assertEquals(Problem.Picture, scan.state.now.problem)
                assertEquals(Shutter.WAITING, scan.state.now.shutter)
                scan.taken(Fixtures.bytes("glare.jpg"))
                assertEquals(Verdict.RETRY, scan.state.now.review!!.state.now.verdict)
                scan.again()
                assertEquals(ScanState(), scan.state.now)
            }
        }
    }

    @Test
    fun `without models it says so`() {
        val desk = desk(folder, pack = "/nowhere")
        desk.store.create(newCase()).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                scan.open(RULES)
                assertEquals(Problem.Models, scan.state.now.problem)
            }
        }
    }
}

/** Protects that the person sees what was read beside what they typed, and that a refusal is kept only by insisting. */
class ReviewPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a name that differs is shown beside the one that was read`() {
        val desk = desk(folder)
        desk.store.create(newCase(name = "别人")).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                scan.open(RULES)
                scan.taken(Fixtures.bytes("front.jpg"))
                val review = scan.state.now.review!!
                val name = review.state.now.rows.first { it.typed == "别人" }
                assertEquals(false to Fixtures.holder.first, name.same to name.read)
                assertEquals(2, review.state.now.rows.count { it.typed != null })
                review.keep()
                assertFalse(review.state.now.kept)
                review.keep(insist = true)
                assertTrue(review.state.now.kept)
                review.keep(insist = true)
                assertEquals(Problem.Fault, review.state.now.problem, "kept once is kept")
            }
        }
    }

    @Test
    fun `what was typed wrong is put right in the review, and the picture need not be taken again`() {
        val desk = desk(folder)
        desk.store.create(newCase(name = "别人")).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                scan.open(RULES)
                scan.taken(Fixtures.bytes("front.jpg"))
                val review = scan.state.now.review!!
                assertTrue(review.state.now.correctable && review.state.now.verdict != Verdict.ACCEPT)
                review.correct()
                val typing = review.state.now.typing!!
                assertEquals("别人", typing.state.now.name)
                typing.change { it.copy(name = " ") }
                typing.save()
                assertEquals("case.bad_name", (typing.state.now.problem as Problem.Told).code)
                review.leave()
                assertNull(review.state.now.typing)
                review.correct()
                val again = review.state.now.typing!!
                again.change { it.copy(name = Fixtures.holder.first) }
                again.save()
                val now = review.state.now
                assertEquals(Verdict.ACCEPT, now.verdict, now.findings.toString())
                assertTrue(now.rows.filter { it.typed != null }.all { it.same == true } && now.typing == null && !now.correctable)
                review.keep()
                assertTrue(review.state.now.kept)
            }
            assertEquals(Fixtures.holder.first, case.person().name)
        }
    }
}

/** Protects the face check: what is asked, what is spoken, and what is told at the end. */
class FacePresenterTest {
    @TempDir
    lateinit var folder: Path

    private fun run(clip: String): FaceState {
        val desk = desk(folder)
        val frames = Fixtures.clip(clip)
        return desk.store.create(newCase()).use { case ->
            FacePresenter(desk, case).use { face ->
                face.open(RULES, actions = frames.actions)
                assertNotNull(face.state.now.plan, "how it is recorded is known before the camera opens")
                for (n in 0 until frames.size) {
                    val (bytes, meta) = frames.frame(n)
                    if (face.frame(bytes, meta)) break
                }
                val recording = folder.resolve("face.mp4")
                Files.write(recording, byteArrayOf(0, 0, 0, 24) + "ftypmp42".toByteArray() + ByteArray(64))
                face.finish(recording.toString())
                face.state.now
            }
        }
    }

    @Test
    fun `a good run passes every action, and prompts are spoken when they change`() {
        val end = run("1-good-run")
        assertEquals(Verdict.ACCEPT, end.verdict)
        assertTrue(end.steps.all { it.passed == true && it.asked.isNotBlank() })
        assertTrue(end.speak in 3..60, "${end.speak} prompts")
        assertTrue(end.review != null && end.ended)
    }

    @Test
    fun `a tilt where a turn was asked is told with what was seen`() {
        val end = run("2-tilt-instead-of-turn")
        val step = end.steps.single()
        assertEquals(false, step.passed)
        assertTrue(step.seen!!.isNotBlank() && step.seen != step.asked)
        assertTrue("liveness.tilt_instead_of_turn" in end.findings.map { it.code })
    }
}

/** Protects that the face check asks what the case's provider does, drawn by the core. */
class FaceAskedTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `the provider's own actions are asked, as many as it asks`() {
        val desk = desk(folder)
        val own = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[challenge]\nactions = [\"turn_left\", \"blink\"]\n" +
            "count = 2\nsource = \"OURS\"\ndate = \"2026\"\n[exports.liveness]\nmax_bytes = 2000000\nmax_duration_s = 20.0\nsource = \"OURS\"\ndate = \"2026\"\n"
        desk.store.create(newCase(rules = Rules("", text = own))).use { case ->
            FacePresenter(desk, case).use { face ->
                face.open()
                val asked = listOf(Action.TURN_LEFT, Action.BLINK).map { actionWords(it, Lang.EN) }
                assertEquals(asked.toSet(), face.state.now.steps.map { it.asked }.toSet())
                val plan = face.state.now.plan!!
                assertTrue(plan.mostS!! <= 20.0 && plan.videoKbit * plan.mostS!! / 8 <= 2000, "$plan")
            }
        }
    }
}

/** Protects the portrait from the hint to the picture. */
class PortraitPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `hints come live, a good picture is accepted, another is told what is wrong`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            PortraitPresenter(desk, case).use { portrait ->
                portrait.open()
                val (bytes, meta) = Fixtures.clip("1-good-run").frame(0)
                assertFalse(portrait.frame(bytes, meta))
                assertTrue(portrait.state.now.say.isNotBlank())
                assertTrue(portrait.press())
                portrait.taken(Fixtures.bytes("4-shoulder-cut.jpg"))
                val review = portrait.state.now.review!!
                assertTrue("portrait.shoulder_cut" in review.state.now.findings.map { it.code })
                portrait.again()
                assertNull(portrait.state.now.review)
                portrait.taken(Fixtures.bytes("1-good.jpg"))
                val good = portrait.state.now.review!!
                assertEquals(Verdict.ACCEPT, good.state.now.verdict, good.state.now.findings.toString())
                good.keep()
                assertTrue(good.state.now.kept)
            }
            val kept = case.status().steps.first { it.step == Step.PORTRAIT }
            assertEquals(Standing.DONE, kept.standing)
            assertFalse(kept.bytes == Fixtures.bytes("1-good.jpg").size.toULong(), "it is the cut picture that is kept")
        }
    }
}

/** Protects that the text follows the voice, and that the recording is judged. */
class StatementPresenterTest {
    @TempDir
    lateinit var folder: Path

    private fun own(text: String, fields: String) =
        "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n[statement]\nsource = \"OURS\"\ndate = \"2026\"\n[statement.template]\n" +
            "version = 1\nid = \"own\"\nedition = \"1\"\nsource = \"a test\"\ntext = '''$text'''\nfields = [$fields]\n"

    @Test
    fun `the text of the case's profile follows the voice, and a recording without a face is told so`() {
        val desk = desk(folder)
        desk.store.create(newCase(rules = Rules("", text = own(Fixtures.text("reading.txt"), "")))).use { case ->
            StatementPresenter(desk, case).use { statement ->
                statement.open()
                assertTrue(statement.state.now.text.isNotBlank() && !statement.state.now.sample, "${statement.state.now}")
                val sound = Fixtures.sound("reading.wav")
                val chunk = sound.rate / 50
                for (n in 0 until sound.samples.size / chunk) {
                    val pcm = ByteBuffer.allocateDirect(chunk * 2).order(ByteOrder.nativeOrder())
                    pcm.asShortBuffer().put(sound.samples, n * chunk, chunk)
                    statement.sound(pcm, sound.rate)
                }
                val read = statement.state.now
                assertTrue(read.position > read.text.length * 9 / 10, "${read.position} of ${read.text.length}")
                val recording = folder.resolve("statement.mp4")
                Files.write(recording, byteArrayOf(0, 0, 0, 24) + "ftypmp42".toByteArray() + ByteArray(64))
                statement.finish(recording.toString(), RecordedFile("mp4", "h264", 76uL, 30.0, 640u, 480u, 30.0))
                val review = statement.state.now.review!!.state.now
                assertEquals(Verdict.RETRY, review.verdict)
                assertTrue("statement.face_lost" in review.findings.map { it.code })
            }
        }
    }

    @Test
    fun `what the text names and nobody typed is asked for first, and the code is a new one each time`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            StatementPresenter(desk, case).use { statement ->
                statement.open()
                val typing = statement.state.now.typing!!
                typing.change { it.copy(domain = "no domain") }
                typing.save()
                assertEquals("case.bad_domain", (typing.state.now.problem as Problem.Told).code)
                typing.change { it.copy(domain = "example.cn") }
                typing.save()
                val first = statement.state.now
                assertTrue(first.typing == null && first.sample && "example.cn" in first.text && case.person().name in first.text, "$first")
                assertFalse('{' in first.text)
            }
            StatementPresenter(desk, case).use { statement ->
                val before = case.ask().statement
                statement.open()
                assertFalse(statement.state.now.text == before, "a code is asked once")
                val plan = statement.state.now.plan!!
                // Huawei takes 10 MiB, the sample text three minutes.
                assertTrue(plan.mostS!! <= 180.0 && (plan.videoKbit + plan.soundKbit) * 1000 / 8 * plan.mostS!! < 10_485_760, "$plan")
                val meta = FrameMeta(PixelFormat.Grey, width = 64u, height = 64u, atMs = 0uL)
                val grey = ByteBuffer.allocateDirect(64 * 64)
                assertFalse(statement.frame(grey, meta))
                assertTrue(statement.frame(grey, meta.copy(atMs = 181_000uL)), "it is over before the provider refuses it")
            }
        }
    }
}

/** Protects that letters are looked into, and what cannot be is kept only when the person says so. */
class LetterPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a file that is no picture can be insisted on`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            LetterPresenter(desk, case, Step.DOMAIN_CERTIFICATE).use { letter ->
                val file = folder.resolve("certificate.pdf").also { Files.write(it, "%PDF-1.7 and so on".toByteArray()) }
                letter.add(file.toString())
                letter.judge()
                val review = letter.state.now.review!!
                assertTrue("filing.not_judged" in review.state.now.findings.map { it.code })
                review.keep(insist = true)
                assertTrue(review.state.now.kept)
            }
        }
    }

    @Test
    fun `pages are added and removed, looked into and kept`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            LetterPresenter(desk, case, Step.PROMISE_LETTER).use { letter ->
                letter.load()
                assertTrue(letter.state.now.name.isNotBlank())
                letter.judge()
                assertNull(letter.state.now.review)
                val page = folder.resolve("page.jpg").also { Files.write(it, Fixtures.bytes("front.jpg")) }.toString()
                letter.add(page)
                letter.add("wrong.jpg")
                letter.remove("wrong.jpg")
                letter.judge()
                val review = letter.state.now.review!!
                assertFalse("filing.not_judged" in review.state.now.findings.map { it.code }, "a page is looked into")
                review.keep(insist = true)
                assertTrue(review.state.now.kept)
            }
        }
    }
}
