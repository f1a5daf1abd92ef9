package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.OrderStatus
import cn.heyan.core.Purpose
import cn.heyan.core.Step
import cn.heyan.core.newCase
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

internal fun fill(case: Case, folder: Path, megabytes: Int) {
    val file = folder.resolve("plan.pdf").also { Files.write(it, "%PDF-1.7".toByteArray() + ByteArray(megabytes shl 20)) }
    case.judgeFiles(Step.CONSTRUCTION_PLAN, listOf(file.toString())).use { it.keep(true) }
}

/** Protects that nothing leaves unseen or unasked, and that a pause is no failure. */
class SendPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `without consent it cannot be sent, with it it is, once`() = Sandbox(folder.resolve("gateway")).use { sandbox ->
        val desk = desk(folder, gateway = sandbox.gateway)
        desk.store.create(newCase()).use { case ->
            fill(case, folder, 1)
            val send = SendPresenter(desk, case).apply { load() }
            assertEquals(listOf(Purpose.SEND_IDENTITY), send.state.now.missing)
            assertTrue(send.state.now.bytes > (1uL shl 20))
            send.send()
            assertEquals(Sending.READY, send.state.now.sending)
            case.agree(Purpose.SEND_IDENTITY)
            send.load()
            assertTrue(send.state.now.canSend)
            send.send()
            assertEquals(Sending.SENT to null, send.state.now.sending to send.state.now.problem)
            assertEquals(Sending.SENT, SendPresenter(desk, case).apply { load() }.state.now.sending)
        }
    }

    @Test
    fun `a pause is no trouble, and it goes on from there`() = Sandbox(folder.resolve("gateway")).use { sandbox ->
        val thread = Executors.newSingleThreadExecutor()
        val desk = desk(folder, gateway = sandbox.gateway, work = { thread.execute(it) })
        desk.store.create(newCase()).use { case ->
            fill(case, folder, 24)
            case.agree(Purpose.SEND_IDENTITY)
            val send = SendPresenter(desk, case).apply { load() }
            thread.submit { }.get()
            send.send()
            val end = System.nanoTime() + 30_000_000_000
            while (send.state.now.progress == null && System.nanoTime() < end) { Thread.sleep(2); send.look() }
            send.pause()
            thread.submit { }.get()
            assertNull(send.state.now.problem)
            assertNotNull(send.state.now.progress)
            // On a machine fast enough it is through before the pause.
            if (send.state.now.sending == Sending.PAUSED) { send.send(); thread.submit { }.get() }
            assertEquals(Sending.SENT, send.state.now.sending)
        }
        thread.shutdown()
    }

    @Test
    fun `a server that is not there is told in words`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            fill(case, folder, 1)
            case.agree(Purpose.SEND_IDENTITY)
            val send = SendPresenter(desk(folder, gateway = desk.gateway.copy(address = "http://localhost:1")), case).apply { load() }
            send.send()
            assertEquals("submit.plain_http", (send.state.now.problem as Problem.Told).code)
            assertTrue(send.state.now.canSend, "it can be tried again")
        }
    }
}

/** Protects the following of an order. */
class OrderPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `before it is sent there is nothing to ask, after it the number comes`() = Sandbox(folder.resolve("gateway")).use { sandbox ->
        val desk = desk(folder, gateway = sandbox.gateway)
        desk.store.create(newCase()).use { case ->
            val order = OrderPresenter(desk, case).apply { load() }
            assertEquals(OrderStatus.INCOMPLETE, order.state.now.order!!.status)
            assertTrue(order.state.now.order!!.next.isNotBlank())
            order.ask()
            assertEquals("submit.not_yet", (order.state.now.problem as Problem.Told).code)
            assertFalse(order.state.now.asking)
            fill(case, folder, 1)
            case.agree(Purpose.SEND_IDENTITY)
            SendPresenter(desk, case).apply { load(); send() }
            val end = System.nanoTime() + 30_000_000_000
            while (order.state.now.filingNumber == null && System.nanoTime() < end) { order.ask(); Thread.sleep(60) }
            assertEquals(OrderStatus.FILED, order.state.now.order!!.status)
            assertNotNull(order.state.now.filingNumber)
        }
    }
}
