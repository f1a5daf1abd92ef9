package cn.heyan.core

import java.nio.ByteBuffer
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects that a shell in Kotlin can show the core's screens: states, intents, frames and work go over and come back. */
class ScreensTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a card is guided, judged, shown beside what was typed, and kept`() = desk(folder).use { desk ->
        val case = made(desk)
        ScanScreen(desk, case, Step.ID_FRONT).use { scan ->
            assertTrue(Effect.Permit(listOf(Permission.CAMERA)) in done(scan.start()))
            val opened = done(scan.intend(TakeIntent.Permitted(true)))
            assertTrue(Effect.OpenCamera(Camera(Facing.WORLD, null)) in opened, "$opened")
            val meta = FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = 0uL)
            assertEquals(listOf(Effect.Draw), scan.frame(ByteBuffer.allocateDirect(640 * 480), meta))
            val said = scan.state().guide.say
            assertTrue(said.isNotBlank() && scan.state().guide.outline.isEmpty())
            desk.speak(Lang.ZH)
            assertEquals(listOf(Effect.Draw), scan.retell())
            assertNotEquals(said, scan.state().guide.say)
            done(scan.intend(TakeIntent.Taken(Fixtures.bytes("front.jpg"))))
            val review = scan.state().review!!
            assertEquals(Verdict.ACCEPT, review.verdict, "${review.findings}")
            val name = review.rows.first { it.key == "name" }
            assertEquals(listOf<Any?>(Fixtures.holder.first, Fixtures.holder.first, true), listOf(name.read, name.typed, name.same))
            assertTrue(Effect.Back in done(scan.intend(TakeIntent.Review(ReviewIntent.Keep))))
            assertEquals(listOf<Effect>(Effect.CloseCamera), scan.leave())
        }
        CaseScreen(desk, case).use { home ->
            done(home.start())
            val step = home.state().steps.first { it.step == Step.ID_FRONT }
            assertEquals(Standing.DONE, step.standing)
            assertEquals(Step.ID_BACK, home.state().steps.first { it.next }.step)
            assertFalse(home.state().complete)
        }
    }

    @Test
    fun `missing models, a lost key and a frame that is none are told`() {
        val keys = MemoryKeys()
        desk(folder, keys, pack = "/nowhere").use { desk ->
            val case = made(desk)
            FaceScreen(desk, case).use { face ->
                done(face.start())
                assertEquals(ProblemKind.MODELS, face.state().problem?.kind)
                assertTrue(face.state().steps.isNotEmpty())
                val meta = FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = 0uL)
                assertEquals(emptyList<Effect>(), face.frame(ByteBuffer.allocateDirect(4), meta), "no frame is wanted")
                face.leave()
            }
            keys.keys.clear()
            CasesScreen(desk).use { cases ->
                done(cases.start())
                assertEquals(ProblemKind.KEY_GONE, cases.state().rows.single().problem?.kind)
                done(cases.intend(CasesIntent.Delete(case)))
                assertTrue(cases.state().rows.isEmpty())
                assertNull(cases.state().problem)
            }
        }
    }

    @Test
    fun `places are gone to once and back from in turn`() = Navigator().use { navigator ->
        assertTrue(navigator.go(Place.Face("a")))
        assertFalse(navigator.go(Place.Face("a")))
        assertTrue(navigator.usesCamera() && navigator.putAside())
        assertEquals(Place.Cases, navigator.shown())
        assertFalse(navigator.back())
    }
}
