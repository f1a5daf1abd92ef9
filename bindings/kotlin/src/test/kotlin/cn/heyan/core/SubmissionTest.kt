package cn.heyan.core

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.TestInstance.Lifecycle
import org.junit.jupiter.api.io.TempDir

/** Protects the way out: to the sandbox gateway over real TLS and the real tusd, with a coroutine cancelled in the middle. */
@TestInstance(Lifecycle.PER_CLASS)
class SubmissionTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var process: Process
    private lateinit var gateway: Gateway
    private val keys = MemoryKeys()

    @BeforeAll
    fun start(@TempDir home: Path) {
        val program = System.getProperty("heyan.gateway")
        process = ProcessBuilder(program, "--dir", home.toString(), "--pace-ms", "50")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val line = process.inputStream.bufferedReader().readLine() ?: error("the gateway did not start")
        fun of(key: String) = Regex("\"$key\":\"([^\"]+)\"").find(line)!!.groupValues[1]
        gateway = Gateway(of("address"), listOf(of("pin")), Files.readString(Path.of(of("certificate"))), App("test", "1", "jvm"))
    }

    @AfterAll
    fun stop() {
        process.destroy()
        process.waitFor(10, TimeUnit.SECONDS)
    }

    /** A case of one step: [megabytes] that nothing looks into, insisted on. */
    private fun filled(store: CaseStore, megabytes: Int): Case {
        val case = store.create(newCase())
        val letter = folder.resolve("letter.pdf")
        Files.write(letter, "%PDF-1.7".toByteArray() + ByteArray(megabytes shl 20) { (it * 31).toByte() })
        case.judgeFiles(Step.DOMAIN_CERTIFICATE, listOf(letter.toString())).use { assertTrue(it.keep(true)) }
        return case
    }

    private fun store() = CaseStore(folder.resolve("cases").toString(), folder.resolve("witness").toString(), keys, Lang.EN)

    @Test
    fun `nothing leaves without consent`() = store().use { store ->
        filled(store, 1).use { case ->
            val told = assertThrows(HeyanException.Told::class.java) {
                case.submission(gateway).use { runBlocking { it.run() } }
            }
            assertEquals("case.no_consent", told.code)
        }
    }

    @Test
    fun `the gateway is asked before the recording, and without it the case draws by itself`() = store().use { store ->
        store.create(newCase()).use { case ->
            assertNull(case.ask().nonce)
            val asked = runBlocking { case.askGateway(gateway) }
            assertEquals(3, asked.actions.size)
            assertTrue(asked.nonce!!.length >= 32)
        }
    }

    @Test
    fun `a server that is not the pinned one gets nothing`() = store().use { store ->
        filled(store, 1).use { case ->
            case.agree(Purpose.SEND_IDENTITY)
            val other = gateway.copy(pins = listOf("sha256/" + "A".repeat(43) + "="))
            val told = assertThrows(HeyanException.Told::class.java) {
                case.submission(other).use { runBlocking { it.run() } }
            }
            assertEquals("submit.wrong_server", told.code)
        }
    }

    @Test
    fun `a coroutine cancelled in the middle pauses, another run goes on, and the order is followed to its number`() =
        store().use { store ->
            filled(store, 24).use { case ->
                case.agree(Purpose.SEND_IDENTITY)
                val before = runBlocking(Dispatchers.IO) {
                    case.submission(gateway).use { submission ->
                        val running = async { submission.run() }
                        withTimeout(30.seconds) { while ((submission.progress()?.sentBytes ?: 0uL) == 0uL) delay(2) }
                        assertEquals("case.busy", assertThrows(HeyanException.Told::class.java) { case.status() }.code)
                        running.cancel()
                        val ended = runCatching { running.await() }.exceptionOrNull()
                        assumeTrue(ended != null, "it was through before it could be cancelled")
                        assertTrue(ended is CancellationException, "$ended")
                        submission.progress()!!.sentBytes
                    }
                }
                runBlocking {
                    // The run stops by itself: the case is free again.
                    withTimeout(30.seconds) { while (runCatching { case.status() }.isFailure) delay(20) }
                    assertEquals(0u, case.status().sent)
                    val receipt = case.submission(gateway).use { again -> withTimeout(60.seconds) { again.run() } }
                    assertTrue(receipt.submission.isNotBlank() && before > 0uL)
                    assertEquals(1u, case.status().sent)
                    case.submission(gateway).use { assertEquals(receipt, it.run()) }
                    case.tracker(gateway).use { tracker ->
                        val news = withTimeout(30.seconds) {
                            var news = tracker.ask()
                            while (news.filingNumber == null) { delay(60); news = tracker.ask() }
                            news
                        }
                        assertEquals(OrderStatus.FILED, news.order.status)
                    }
                    assertEquals(OrderStatus.FILED, case.status().order.status)
                }
            }
        }

    @Test
    fun `cancelled for good it says so, and one run is one run`() = store().use { store ->
        filled(store, 8).use { case ->
            case.agree(Purpose.SEND_IDENTITY)
            case.submission(gateway).use { submission ->
                submission.cancel()
                val told = assertThrows(HeyanException.Told::class.java) { runBlocking { submission.run() } }
                assertEquals("submit.cancelled", told.code)
                assertThrows(HeyanException.Ended::class.java) { runBlocking { submission.run() } }
            }
        }
    }

    @Test
    fun `a transport that throws is no connection, and its words stay here`() = store().use { store ->
        filled(store, 1).use { case ->
            case.agree(Purpose.SEND_IDENTITY)
            var asked = 0
            val broken = object : Transport {
                override fun send(request: Request, sent: SentBytes): Reply {
                    asked += 1
                    if (asked == 1) error("socket of the shell's own")
                    return Reply.Distrusted(Distrust.WRONG_PIN)
                }
                override fun networkChanged() = Unit
            }
            case.submission(gateway, broken).use { submission ->
                val told = assertThrows(HeyanException.Told::class.java) { runBlocking { submission.run() } }
                assertEquals("submit.wrong_server", told.code)
            }
            assertTrue(asked >= 2, "the first was tried again")
        }
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
