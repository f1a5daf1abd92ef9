package cn.heyan.core

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private const val CITED = "source = \"OURS\"\ndate = \"2026\"\n"

/** Protects that real pictures, frames and sound go through the screens as the case's provider takes them. */
class CapturesTest {
    @TempDir
    lateinit var folder: Path

    private fun own(more: String) = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n$more"

    /** What a recorder might have left. */
    private fun recorded(): Recorded {
        val file = folder.resolve("run.mp4").also { Files.write(it, byteArrayOf(0, 0, 0, 24) + "ftypmp42".toByteArray() + ByteArray(64)) }
        return Recorded(file.toString(), "mp4", "h264", 76uL, 30.0, 640u, 480u, 30.0)
    }

    @Test
    fun `a name typed wrong is put right in the review, and the card need not be scanned again`() = desk(folder).use { desk ->
        val case = made(desk, name = "别人")
        ScanScreen(desk, case, Step.ID_FRONT).use { scan ->
            done(scan.start())
            fun review() = scan.state().review!!
            fun intend(intent: ReviewIntent) = done(scan.intend(TakeIntent.Review(intent)))
            fun type(field: TypedField, text: String) = intend(ReviewIntent.Typed(TypedIntent.Type(field, text)))
            done(scan.intend(TakeIntent.Taken(Fixtures.bytes("front.jpg"))))
            assertTrue("filing.name_mismatch" in review().findings.map { it.code } && review().correctable)
            assertFalse(Effect.Back in intend(ReviewIntent.Keep), "what a reviewer would refuse is kept by insisting only")
            intend(ReviewIntent.Correct)
            type(TypedField.NAME, " ")
            intend(ReviewIntent.Typed(TypedIntent.Save))
            assertEquals("case.bad_name", review().typing?.problem?.code)
            type(TypedField.NAME, Fixtures.holder.first)
            intend(ReviewIntent.Typed(TypedIntent.Save))
            assertEquals(Verdict.ACCEPT, review().verdict, "${review().findings}")
            assertTrue(review().rows.filter { it.typed != null }.all { it.same == true } && review().typing == null)
            assertTrue(Effect.Back in intend(ReviewIntent.Keep))
            scan.leave()
        }
        // Another's number: what was kept is not theirs.
        TypedScreen(desk, case).use { typed ->
            done(typed.start())
            typed.intend(TypedIntent.Type(TypedField.ID_NUMBER, "11010519491231002X"))
            done(typed.intend(TypedIntent.Save))
            assertEquals(1, typed.state().redo.size, "${typed.state().problem}")
            typed.leave()
        }
        Unit
    }

    @Test
    fun `what is no picture is told, and glare is taken again`() = desk(folder).use { desk ->
        ScanScreen(desk, made(desk), Step.ID_FRONT).use { scan ->
            done(scan.start())
            done(scan.intend(TakeIntent.Taken("nothing".toByteArray())))
            assertEquals(ProblemKind.PICTURE to Shutter.WAITING, scan.state().run { problem?.kind to shutter })
            done(scan.intend(TakeIntent.Taken(Fixtures.bytes("glare.jpg"))))
            assertEquals(Verdict.RETRY, scan.state().review?.verdict)
            done(scan.intend(TakeIntent.Review(ReviewIntent.Again)))
            assertNull(scan.state().review)
            scan.leave()
        }
        Unit
    }

    @Test
    fun `a portrait is hinted at, and what is kept of it is cut to what the provider takes`() = desk(folder).use { desk ->
        val case = made(desk, profile = own("[exports.portrait]\nformats = [\"jpg\"]\nmax_bytes = 60000\n$CITED"))
        val taken = Fixtures.bytes("1-good.jpg")
        assertTrue(taken.size > 60_000, "as it was taken it would be refused")
        PortraitScreen(desk, case).use { portrait ->
            done(portrait.start())
            done(portrait.intend(TakeIntent.Permitted(true)))
            val (bytes, meta) = Fixtures.clip("1-good-run").frame(0)
            assertFalse(Effect.TakeStill in portrait.frame(bytes, meta), "a room is no white wall")
            assertTrue(portrait.state().guide.say.isNotBlank())
            done(portrait.intend(TakeIntent.Taken(Fixtures.bytes("4-shoulder-cut.jpg"))))
            assertTrue("portrait.shoulder_cut" in portrait.state().review!!.findings.map { it.code })
            done(portrait.intend(TakeIntent.Review(ReviewIntent.Again)))
            done(portrait.intend(TakeIntent.Taken(taken)))
            assertTrue(Effect.Back in done(portrait.intend(TakeIntent.Review(ReviewIntent.Keep))), "${portrait.state()}")
            portrait.leave()
        }
        CaseScreen(desk, case).use { home ->
            done(home.start())
            assertTrue(home.state().steps.first { it.step == Step.PORTRAIT }.bytes in 1uL..60_000uL)
        }
    }

    @Test
    fun `a tilt where a turn was asked is told with what was seen`() = desk(folder).use { desk ->
        val clip = Fixtures.clip("2-tilt-instead-of-turn")
        val asked = "[challenge]\nactions = [\"turn_left\"]\ncount = 1\n$CITED[exports.liveness]\nmax_bytes = 2000000\nmax_duration_s = 20.0\n$CITED"
        FaceScreen(desk, made(desk, profile = own(asked))).use { face ->
            done(face.start())
            assertEquals(listOf(actionWords(Action.TURN_LEFT, Lang.EN)), face.state().steps.map { it.asked })
            val opened = done(face.intend(FaceIntent.Permitted(true))).filterIsInstance<Effect.OpenCamera>().single()
            val plan = opened.camera.recording!!
            assertTrue(plan.mostS!! <= 20.0 && plan.videoKbit.toDouble() * plan.mostS!! / 8 <= 2000, "$plan")
            val effects = (0 until clip.size).flatMap { n -> clip.frame(n).let { (bytes, meta) -> face.frame(bytes, meta) } }
            assertTrue(effects.count { it is Effect.Speak } in 2..60)
            assertEquals(1, effects.count { it is Effect.StopRecording }, "${face.state()}")
            done(face.intend(FaceIntent.Stopped(recorded())))
            val step = face.state().steps.single()
            assertEquals(false, step.passed)
            assertTrue(step.seen!!.isNotBlank() && step.seen != step.asked)
            assertTrue("liveness.tilt_instead_of_turn" in face.state().review!!.findings.map { it.code })
            face.leave()
        }
        Unit
    }

    private fun template(text: String, fields: String) =
        "[statement]\n$CITED[statement.template]\nversion = 1\nid = \"own\"\nedition = \"1\"\nsource = \"a test\"\ntext = '''$text'''\nfields = [$fields]\n"

    @Test
    fun `the text of the profile follows the voice, and a recording without a face is told so`() = desk(folder).use { desk ->
        StatementScreen(desk, made(desk, profile = own(template(Fixtures.text("reading.txt"), "")))).use { statement ->
            done(statement.start())
            statement.intend(StatementIntent.Record)
            done(statement.intend(StatementIntent.Permitted(true)))
            assertEquals(Recording.RUNNING, statement.state().recording, "${statement.state()}")
            val sound = Fixtures.sound("reading.wav")
            val chunk = sound.rate / 50
            for (n in 0 until sound.samples.size / chunk) {
                val pcm = ByteBuffer.allocateDirect(chunk * 2).order(ByteOrder.nativeOrder())
                pcm.asShortBuffer().put(sound.samples, n * chunk, chunk)
                statement.sound(pcm, sound.rate.toUInt(), 1u)
            }
            val read = statement.state()
            assertTrue(read.position.toInt() > read.text.length * 9 / 10 && !read.sample, "${read.position} of ${read.text.length}")
            assertTrue(Effect.StopRecording in statement.intend(StatementIntent.Stop))
            done(statement.intend(StatementIntent.Stopped(recorded())))
            val review = statement.state().review!!
            assertEquals(Verdict.RETRY, review.verdict)
            assertTrue("statement.face_lost" in review.findings.map { it.code })
            statement.leave()
        }
        Unit
    }

    @Test
    fun `what the text names and nobody typed is asked for first`() = desk(folder).use { desk ->
        val case = made(desk)
        StatementScreen(desk, case).use { statement ->
            done(statement.start())
            fun typed(intent: TypedIntent) = done(statement.intend(StatementIntent.Typed(intent)))
            typed(TypedIntent.Type(TypedField.DOMAIN, "no domain"))
            typed(TypedIntent.Save)
            assertEquals("case.bad_domain", statement.state().typing?.problem?.code)
            typed(TypedIntent.Type(TypedField.DOMAIN, "example.cn"))
            typed(TypedIntent.Save)
            val state = statement.state()
            assertTrue(state.typing == null && state.sample && "example.cn" in state.text && Fixtures.holder.first in state.text && '{' !in state.text, "$state")
            assertTrue(state.mostS!! in 10.0..180.0, "Huawei takes 10 MiB, the sample text three minutes")
            statement.leave()
        }
        Unit
    }

    @Test
    fun `a page is looked into, and kept though it is another paper when the person insists`() = desk(folder).use { desk ->
        LetterScreen(desk, made(desk), Step.PROMISE_LETTER).use { letter ->
            done(letter.start())
            val page = folder.resolve("page.jpg").also { Files.write(it, Fixtures.bytes("front.jpg")) }.toString()
            letter.intend(LetterIntent.Chosen(page))
            done(letter.intend(LetterIntent.Judge))
            assertFalse("filing.not_judged" in letter.state().review!!.findings.map { it.code }, "${letter.state().problem}")
            assertTrue(Effect.Back in done(letter.intend(LetterIntent.Review(ReviewIntent.Insist))))
            assertEquals(listOf<Effect>(Effect.RemoveFile(page)), letter.leave())
        }
        Unit
    }
}
