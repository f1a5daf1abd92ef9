package cn.heyan.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer

/** Protects the portrait's way through the binding: live hints, the judgement of a still, the picture to hand in. */
class PortraitTest {
    private fun session() = PortraitSession.open(Fixtures.pack, 1u, Lang.EN)

    @Test
    fun `a good portrait is accepted and cut to size, and what is wrong with others is told`() = session().use { session ->
        val good = Fixtures.picture("1-good.jpg")
        assertEquals(Verdict.ACCEPT, session.judgeStill(good).verdict)
        val export = session.exportStill(good, "icp")
        assertEquals(listOf(0xff, 0xd8), export.take(2).map { it.toInt() and 0xff })
        assertEquals(Verdict.ACCEPT, session.judgeStill(direct(export)).verdict)
        assertThrows(HeyanException.BadArgument::class.java) { session.exportStill(good, "poster") }
        val codes = session.judgeStill(Fixtures.picture("4-shoulder-cut.jpg")).findings.map { it.code }
        assertTrue("portrait.shoulder_cut" in codes, codes.toString())
    }

    @Test
    fun `a frame without a face says so at once and never lets the shutter fall`() = session().use { session ->
        val grey = ByteBuffer.allocateDirect(640 * 480)
        repeat(640 * 480) { grey.put(it, 200.toByte()) }
        for (n in 0 until 5) {
            val live = session.submit(grey, FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = (n * 33).toULong()))!!
            assertEquals("portrait.no_face", live.mend)
            assertTrue(live.say.isNotBlank() && !live.ready)
        }
    }

    @Test
    fun `frames of a face are told what to mend`() = session().use { session ->
        val clip = Fixtures.clip("1-good-run")
        val lives = (0 until 12).map { n -> clip.frame(n).let { (bytes, meta) -> session.submit(bytes, meta)!! } }
        assertNotNull(lives.last().mend, "a room is no white wall")
        assertTrue(lives.none { it.ready })
        assertNull(lives.firstOrNull { it.mend == "portrait.no_face" })
    }
}
