package cn.heyan.app.shell

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Protects that the place in a text with rare characters, which are two of Kotlin's, is the core's. */
class TextTest {
    @Test
    fun `characters beyond the first plane count as one`() {
        val text = "我是𠮷野"
        assertEquals(5, text.length)
        assertEquals(listOf(0, 2, 4, 5), listOf(0u, 2u, 3u, 4u).map { offsetOf(text, it) })
        assertEquals(5, offsetOf(text, UInt.MAX_VALUE), "never beyond the end")
    }
}
