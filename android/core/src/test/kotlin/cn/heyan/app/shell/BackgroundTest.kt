package cn.heyan.app.shell

import cn.heyan.core.OrderIntent
import cn.heyan.core.OrderScreen
import cn.heyan.core.Sandbox
import cn.heyan.core.SendIntent
import cn.heyan.core.SendPhase
import cn.heyan.core.SendScreen
import cn.heyan.core.desk
import cn.heyan.core.done
import cn.heyan.core.filled
import cn.heyan.core.nobody
import java.nio.file.Path
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects that a case is sent to its end while nobody looks, and is tried again only where that may help. */
class BackgroundTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `what was left half sent goes on to its end, and then there is nothing to try again`() = Sandbox(folder.resolve("gateway")).use { sandbox ->
        val desk = desk(folder, gateway = sandbox.gateway)
        val case = filled(desk, folder, 24)
        val send = SendScreen(desk, case)
        done(send.start())
        val sending = thread { done(send.intend(SendIntent.SEND)) }
        val end = System.nanoTime() + 30_000_000_000
        while (send.state().progress == null && System.nanoTime() < end) { Thread.sleep(2); send.intend(SendIntent.LOOK) }
        assertTrue(send.state().progress != null, "${send.state()}")
        // Busy with it still: another time.
        val meanwhile = Background(desk, case).run()
        send.leave()
        sending.join()
        assertTrue(meanwhile || SendScreen(desk, case).let { done(it.start()); it.state().phase == SendPhase.SENT })
        assertFalse(Background(desk, case).run())
        val sent = SendScreen(desk, case)
        done(sent.start())
        assertEquals(SendPhase.SENT, sent.state().phase)
        sent.leave()
        assertFalse(Background(desk, case).run(), "sent once is sent")
        val order = OrderScreen(desk, case)
        done(order.start())
        while (order.state().filingNumber == null && System.nanoTime() < end) { done(order.intend(OrderIntent.Ask)); Thread.sleep(60) }
        assertTrue(order.state().filingNumber != null, "${order.state().problem}")
        order.leave()
        Unit
    }

    @Test
    fun `without consent nothing is sent and nothing tried again, after trouble it is`() {
        val plain = desk(folder, gateway = nobody.copy(address = "http://localhost:1"))
        assertFalse(Background(plain, filled(plain, folder, 1, agreed = false)).run())
        assertTrue(Background(plain, filled(plain, folder, 1)).run())
    }
}
