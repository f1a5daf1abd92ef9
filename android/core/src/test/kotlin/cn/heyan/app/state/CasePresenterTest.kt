package cn.heyan.app.state

import cn.heyan.core.Fixtures
import cn.heyan.core.Purpose
import cn.heyan.core.Step
import cn.heyan.core.newCase
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects what a case shows of itself. */
class CasePresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a new case leads to the first step`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            val shown = CasePresenter(desk, case).apply { load() }.state.now
            assertEquals(Step.ID_FRONT, shown.status!!.next)
            assertEquals(newCase().person.name, shown.holder)
            assertEquals(Place.Scan("c", Step.ID_FRONT), Navigator.of("c", Step.ID_FRONT))
            assertEquals(Step.entries.size, Step.entries.map { Navigator.of("c", it) }.size)
        }
    }
}

/** Protects that what was typed can be put right until it is handed in, and that what does not fit it any more is told. */
class TypedPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a number put right keeps what fits it and tells what is to be done again`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            ScanPresenter(desk, case, Step.ID_FRONT).use { scan ->
                scan.open()
                scan.taken(Fixtures.bytes("front.jpg"))
                scan.state.now.review!!.keep()
            }
            val typed = TypedPresenter(desk, case).apply { load() }
            assertEquals(Fixtures.holder, typed.state.now.name to typed.state.now.idNumber)
            typed.change { it.copy(domain = "example.cn") }
            typed.save()
            assertTrue(typed.state.now.saved && typed.state.now.redo.isEmpty(), "${typed.state.now.problem}")
            // Another person's: the card that was kept is not theirs.
            val other = TypedPresenter(desk, case).apply { load() }
            other.change { it.copy(idNumber = "11010519491231002X") }
            other.save()
            assertEquals(1, other.state.now.redo.size)
            assertEquals(Step.ID_FRONT, case.status().next)
        }
    }

    @Test
    fun `after it was sent it stays as it is`() = Sandbox(folder.resolve("gateway")).use { sandbox ->
        val desk = desk(folder, gateway = sandbox.gateway)
        desk.store.create(newCase()).use { case ->
            fill(case, folder, 1)
            case.agree(Purpose.SEND_IDENTITY)
            SendPresenter(desk, case).apply { load(); send() }
            val typed = TypedPresenter(desk, case).apply { load() }
            assertTrue(typed.state.now.loaded && !typed.state.now.correctable)
            typed.change { it.copy(name = "别人", correctable = true) }
            typed.save()
            assertEquals("case.handed_in", (typed.state.now.problem as Problem.Told).code)
            assertEquals(Fixtures.holder.first, case.person().name)
        }
    }
}

/** Protects that each consent is given and taken back by itself. */
class ConsentPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `one purpose does not give the other, and a withdrawal says what it did`() {
        val desk = desk(folder)
        desk.store.create(newCase()).use { case ->
            val consent = ConsentPresenter(desk, case).apply { load() }
            assertTrue(consent.state.now.consents.all { !it.given && it.text.isNotBlank() })
            consent.agree(Purpose.SEND_FACE)
            assertEquals(listOf(false, true), consent.state.now.consents.map { it.given })
            consent.withdraw(Purpose.SEND_FACE)
            assertTrue(consent.state.now.consents.none { it.given } && consent.state.now.withdrawn.isNotBlank())
            consent.withdraw(Purpose.SEND_FACE)
            assertEquals("case.no_consent", (consent.state.now.problem as Problem.Told).code)
        }
    }
}

/** Protects that models are read before a camera wants them, and that a phone without them starts all the same. */
class DeskTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `models are warmed, and what is not there is no crash`() {
        assertTrue(desk(folder).warm())
        assertEquals(false, desk(folder, pack = "/nowhere").warm())
    }
}

/** Protects the way back. */
class NavigatorTest {
    @Test
    fun `back ends at the cases`() {
        val navigator = Navigator()
        navigator.go(Place.CaseHome("c"))
        navigator.go(Place.Send("c"))
        assertTrue(navigator.back())
        assertEquals(listOf(Place.Cases, Place.CaseHome("c")), navigator.places.now)
        assertTrue(navigator.back() && !navigator.back())
        assertEquals(listOf<Place>(Place.Cases), navigator.places.now)
    }

    @Test
    fun `watchers hear what is and what comes, and nothing after they leave`() {
        val held = Held(1)
        val heard = mutableListOf<Int>()
        held.watch { heard += it }.use { held.set { it + 1 } }
        held.set { it + 1 }
        assertEquals(listOf(1, 2), heard)
    }
}

/** Protects that nothing is deleted by one touch. */
class SettingsPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `deleting everything is asked once more`() {
        val desk = desk(folder)
        desk.store.create(newCase()).close()
        val settings = SettingsPresenter(desk)
        settings.deleteAll()
        assertEquals(1, desk.store.cases().size)
        settings.ask()
        settings.leave()
        settings.deleteAll()
        assertEquals(1, desk.store.cases().size)
        settings.ask()
        settings.deleteAll()
        assertTrue(settings.state.now.deleted && desk.store.cases().isEmpty())
    }
}
