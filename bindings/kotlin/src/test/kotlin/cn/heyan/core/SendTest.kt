package cn.heyan.core

import java.nio.file.Path
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.TestInstance.Lifecycle
import org.junit.jupiter.api.io.TempDir

/** Protects the way out: to the sandbox gateway over real TLS and the real tusd, paused in the middle. */
@TestInstance(Lifecycle.PER_CLASS)
class SendTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var sandbox: Sandbox

    @BeforeAll
    fun start(@TempDir home: Path) {
        sandbox = Sandbox(home)
    }

    @AfterAll
    fun stop() = sandbox.close()

    private fun send(desk: Desk, case: String) = SendScreen(desk, case).also { done(it.start()) }

    private fun desk(gateway: Gateway = sandbox.gateway, transport: Transport? = null) = desk(folder, gateway = gateway, transport = transport)

    @Test
    fun `nothing leaves without consent`() = desk().use { desk ->
        val send = send(desk, filled(desk, folder, 1, agreed = false))
        assertEquals(listOf(Purpose.SEND_IDENTITY), send.state().missing)
        assertTrue(send.intend(SendIntent.SEND).isEmpty() && !send.state().canSend && send.state().bytes > (1uL shl 20))
        send.leave()
        Unit
    }

    @Test
    fun `a server that is not the pinned one gets nothing, one without TLS neither`() {
        val wrong = sandbox.gateway.copy(pins = listOf("sha256/" + "A".repeat(43) + "="))
        for ((gateway, code) in listOf(wrong to "submit.wrong_server", nobody.copy(address = "http://localhost:1") to "submit.plain_http")) {
            desk(gateway).use { desk ->
                val send = send(desk, filled(desk, folder, 1))
                done(send.intend(SendIntent.SEND))
                assertEquals(code to SendPhase.PAUSED, send.state().run { problem?.code to phase })
                assertTrue(send.state().canSend, "it can be tried again")
                send.leave()
            }
        }
    }

    @Test
    fun `paused in the middle it goes on from there, and the order is followed to its number`() = desk().use { desk ->
        val case = filled(desk, folder, 24)
        val order = OrderScreen(desk, case).also { done(it.start()) }
        done(order.intend(OrderIntent.Ask))
        assertEquals("submit.not_yet", order.state().problem?.code)
        val send = send(desk, case)
        val running = thread { done(send.intend(SendIntent.SEND)) }
        val end = System.nanoTime() + 60_000_000_000
        while (send.state().progress == null && running.isAlive && System.nanoTime() < end) { Thread.sleep(2); send.intend(SendIntent.LOOK) }
        assertEquals("case.busy", CaseScreen(desk, case).let { done(it.start()); it.state().problem?.code ?: "case.busy".takeUnless { running.isAlive } })
        send.intend(SendIntent.PAUSE)
        running.join()
        assertNull(send.state().problem, "a pause that was asked for is none")
        if (send.state().phase == SendPhase.PAUSED) done(send.intend(SendIntent.SEND))
        assertEquals(SendPhase.SENT, send.state().phase, "${send.state()}")
        send.leave()
        assertEquals(SendPhase.SENT, send(desk, case).state().phase, "sent is sent")
        while (order.state().filingNumber == null && System.nanoTime() < end) { done(order.intend(OrderIntent.Ask)); Thread.sleep(60) }
        assertEquals(OrderStatus.FILED, order.state().order?.status, "${order.state().problem}")
        TypedScreen(desk, case).use { typed ->
            done(typed.start())
            assertTrue(typed.state().loaded && !typed.state().correctable, "handed in it stays as it is")
        }
        order.leave()
        Unit
    }

    @Test
    fun `a transport that throws is no connection, and its words stay here`() {
        var asked = 0
        val broken = object : Transport {
            override fun send(request: Request, sent: SentBytes): Reply {
                asked += 1
                if (asked == 1) error("socket of the shell's own")
                return Reply.Distrusted(Distrust.WRONG_PIN)
            }
            override fun networkChanged() = Unit
        }
        desk(transport = broken).use { desk ->
            val send = send(desk, filled(desk, folder, 1))
            done(send.intend(SendIntent.SEND))
            assertEquals("submit.wrong_server", send.state().problem?.code)
            assertFalse("socket" in "${send.state().problem}")
            send.leave()
        }
        assertTrue(asked >= 2, "the first was tried again")
    }

    @Test
    fun `models are warmed up, and a warm-up can be left`() = runBlocking {
        ModelPack(Fixtures.pack).use { pack ->
            assertTrue(pack.warmUp() > 10_000_000uL)
            val running = async(Dispatchers.IO) { pack.warmUp() }
            delay(1)
            pack.cancel()
            assertTrue(withTimeout(10.seconds) { running.await() } > 0uL)
        }
        assertThrows(HeyanException.ModelUnavailable::class.java) { ModelPack("/nowhere").use { runBlocking { it.warmUp() } } }
        Unit
    }
}
