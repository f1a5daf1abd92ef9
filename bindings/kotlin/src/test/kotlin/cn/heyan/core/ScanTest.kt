package cn.heyan.core

import java.nio.ByteBuffer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects the way of a picture into the core and of its report back into Kotlin. */
class ScanTest {
    private fun session(expect: DocumentKind? = null, lang: Lang = Lang.EN) =
        ScanSession.open(Fixtures.pack, 1u, expect, "2026-11-01", lang)

    @Test
    fun `a generated card is read and accepted`() = session().use { session ->
        val report = session.judgeStill(Fixtures.picture("front.jpg"))
        assertEquals(Verdict.ACCEPT, report.verdict)
        assertEquals(DocumentKind.RESIDENT_ID_FRONT, report.kind)
        assertEquals(4, report.corners.size)
        val keys = report.fields.map { it.key }
        assertEquals(listOf("name", "sex", "ethnicity", "birth_date", "address", "id_number"), keys)
        assertEquals(18, report.fields.last().value.length)
        assertTrue(report.fields.all { it.region.size == 4 && it.label.isNotBlank() })
    }

    @Test
    fun `a defect comes with words, figures and its place, in the language asked for`() =
        session(lang = Lang.ZH).use { session ->
            val report = session.judgeStill(Fixtures.picture("glare.jpg"))
            val glare = report.findings.first { it.code == "document.glare" }
            assertEquals(Severity.ERROR, glare.severity)
            assertTrue(glare.message.any { it in '\u4e00'..'\u9fff' } && glare.advice.isNotBlank())
            assertTrue(glare.region!!.size >= 3)
            assertTrue(glare.figures.any { it.name == "area_ratio" && it.value > 0.0 })
        }

    @Test
    fun `the other side of the card is told`() = session(DocumentKind.RESIDENT_ID_BACK).use { session ->
        val codes = session.judgeStill(Fixtures.picture("front.jpg")).findings.map { it.code }
        assertTrue("document.wrong_side" in codes, codes.toString())
    }

    @Test
    fun `what is no picture is an error that says the way out, and the session goes on`() = session().use { session ->
        val error = assertThrows(HeyanException.BadPicture::class.java) {
            session.judgeStill(direct("not a picture".toByteArray()))
        }
        assertTrue(error.message.contains("JPEG"), error.message)
        assertEquals(Verdict.ACCEPT, session.judgeStill(Fixtures.picture("front.jpg")).verdict)
    }

    @Test
    fun `live frames without a card say so and never take a picture`() = session().use { session ->
        val grey = ByteBuffer.allocateDirect(640 * 480)
        repeat(640 * 480) { grey.put(it, 120) }
        for (n in 0 until 30) {
            val meta = FrameMeta(PixelFormat.Grey, width = 640u, height = 480u, atMs = (n * 33).toULong())
            assertEquals(CardHint.SHOW_CARD, session.submit(grey, meta)!!.hint)
        }
        assertNull(session.judge())
    }

    @Test
    fun `wrong arguments are told by name`() {
        val pack = Fixtures.pack
        val date = assertThrows(HeyanException.BadArgument::class.java) {
            ScanSession.open(pack, 1u, null, "yesterday", Lang.EN)
        }
        assertTrue(date.message.contains("yesterday"))
        assertThrows(HeyanException.ModelUnavailable::class.java) {
            ScanSession.open("/nowhere", 1u, null, "2026-11-01", Lang.EN)
        }
        session().use { session ->
            val short = FrameMeta(PixelFormat.Rgb, width = 64u, height = 64u, atMs = 0uL)
            assertThrows(HeyanException.BadFrame::class.java) { session.submit(ByteBuffer.allocateDirect(10), short) }
        }
    }
}
