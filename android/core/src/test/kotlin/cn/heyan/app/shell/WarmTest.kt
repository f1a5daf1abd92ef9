package cn.heyan.app.shell

import cn.heyan.core.Fixtures
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Protects that models are read before a camera wants them, and that a phone without them starts all the same. */
class WarmTest {
    @Test
    fun `models are warmed, and what is not there is no crash`() {
        assertTrue(warm(Fixtures.pack))
        assertFalse(warm("/nowhere"))
    }
}
