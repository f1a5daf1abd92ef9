package cn.heyan.app.shell

import cn.heyan.core.Camera
import cn.heyan.core.Effect
import cn.heyan.core.Facing
import cn.heyan.core.Fixtures
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.PixelFormat
import cn.heyan.core.Shutter
import cn.heyan.core.Step
import cn.heyan.core.TakeIntent
import cn.heyan.core.desk
import cn.heyan.core.made
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects that what a screen wants is done where and in the order it is wanted, and that nothing of one that was left is. */
class ShowTest {
    @TempDir
    lateinit var folder: Path
    private val threads = HandTurned()
    private val seen = mutableListOf<Effect>()

    /** A screen that wants [wanted] whatever it is told. */
    private fun wanting(vararg wanted: Effect, answers: Answers<String> = Answers(), left: List<Effect> = emptyList()) =
        CoreScreen({ wanted.toList() }, { "" }, { _: String -> wanted.toList() }, { emptyList() }, { left }, answers, { _, _ -> wanted.toList() })

    private val grey = FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = 0uL)

    @Test
    fun `a card goes through with work on its thread and all else on the screen's, in order`() {
        val desk = desk(folder)
        val show = Show(scanScreen(desk, made(desk), Step.ID_FRONT), threads, seen::add)
        show.start()
        assertEquals(1, threads.works.size, "models are loaded off the screen's thread")
        assertTrue(show.answer { it.permitted(true) })
        assertFalse(seen.any { it is Effect.OpenCamera }, "not before the models are there")
        threads.turn()
        assertTrue(Effect.OpenCamera(Camera(Facing.WORLD, null)) in seen, "$seen ${show.state.problem}")
        show.frame(ByteBuffer.allocateDirect(640 * 480), grey)
        assertTrue(show.state.guide.say.isNotBlank())
        assertEquals(1, threads.screens.size, "the camera's thread draws nothing")
        threads.turn()
        assertTrue(show.answer { it.taken(Fixtures.bytes("front.jpg")) })
        threads.turn()
        assertEquals(Shutter.DONE, show.state.shutter)
        assertNotNull(show.state.review)
        seen.clear()
        show.leave()
        show.leave()
        assertEquals(listOf<Effect>(Effect.CloseCamera), seen)
        assertFalse(show.intend(TakeIntent.Press), "nobody is there")
    }

    @Test
    fun `what comes after a screen was left opens no camera and leads nowhere, and still takes its files away`() {
        val file = folder.resolve("run.mp4").also { Files.write(it, byteArrayOf(1)) }
        val late = arrayOf(Effect.Back, Effect.OpenCamera(Camera(Facing.PERSON, null)), Effect.CloseCamera, Effect.RemoveFile(file.toString()))
        val show = Show(wanting(*late, left = listOf(Effect.SendInBackground("a"))), threads, seen::add)
        // Seen on the camera's thread before it was left, carried out after.
        show.frame(ByteBuffer.allocateDirect(1), grey)
        show.leave()
        threads.turn()
        assertEquals(listOf(Effect.SendInBackground("a"), Effect.CloseCamera), seen)
        assertFalse(Files.exists(file))
        show.frame(ByteBuffer.allocateDirect(1), grey)
        assertTrue(threads.screens.isEmpty(), "no frame is looked at any more")
    }

    @Test
    fun `it is looked again when the time has come, unless it was left`() {
        val asked = mutableListOf<String>()
        val screen = CoreScreen({ listOf<Effect>(Effect.LookAfter(250u)) }, { "" }, { asked += it; emptyList() }, { emptyList() }, { emptyList() }, Answers(look = "look"))
        val show = Show(screen, threads, seen::add)
        show.start()
        val (ms, look) = threads.laters.removeFirst()
        look()
        assertEquals(250L to listOf("look"), ms to asked)
        show.start()
        show.leave()
        threads.laters.removeFirst().second()
        assertEquals(listOf("look"), asked)
    }

    @Test
    fun `a camera whose frames are none is told as lost, and the thread lives on`() {
        val told = mutableListOf<String>()
        val broken = CoreScreen<String, String>(
            { emptyList() }, { "" }, { told += it; emptyList() }, { emptyList() }, { emptyList() }, Answers(lost = "lost"),
            { _, _ -> throw HeyanException.BadFrame("rows end beyond the buffer") },
        )
        val show = Show(broken, threads, seen::add)
        show.frame(ByteBuffer.allocateDirect(1), grey)
        threads.turn()
        assertEquals(listOf("lost"), told)
    }
}
