package cn.heyan.app.shell

import cn.heyan.core.Effect
import cn.heyan.core.ProblemKind
import cn.heyan.core.Step
import cn.heyan.core.desk
import cn.heyan.core.done
import cn.heyan.core.made
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects that every screen of the core can be shown, and that what the phone answers reaches it. */
class CoreScreenTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `every screen starts, has a state, takes another language and is left`() {
        val desk = desk(folder)
        val case = made(desk)
        val screens = listOf(
            casesScreen(desk), newCaseScreen(desk), settingsScreen(desk), caseScreen(desk, case), askedScreen(desk, case), consentScreen(desk, case),
            typedScreen(desk, case), orderScreen(desk, case), sendScreen(desk, case), letterScreen(desk, case, Step.DOMAIN_CERTIFICATE),
            scanScreen(desk, case, Step.ID_BACK), portraitScreen(desk, case), faceScreen(desk, case), statementScreen(desk, case),
        )
        for (screen in screens) {
            done(screen.start())
            val state = screen.state().toString()
            assertFalse("problem=Problem" in state, state)
            screen.retell()
            screen.leave()
            assertTrue(screen.retell().isEmpty(), "left is left: $state")
        }
    }

    @Test
    fun `a profile of one's own is read, and its copy is gone whatever it was`() {
        val screen = newCaseScreen(desk(folder))
        fun chosen(text: String): Boolean {
            val copy = folder.resolve("copy").also { Files.writeString(it, text) }
            screen.intend(screen.answers.chosen(copy.toFile())!!)
            return Files.exists(copy)
        }
        assertFalse(chosen("not = 'a profile'"))
        assertEquals(ProblemKind.PROFILE, screen.state().problem?.kind)
        assertFalse(chosen("#".repeat(2_000_000)))
        assertFalse(screen.state().ownProfile)
        assertFalse(chosen("schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n"))
        assertEquals("harbour" to null, screen.state().run { providerName to problem })
        screen.leave()
    }

    @Test
    fun `a page that was chosen is one of the letter's`() {
        val desk = desk(folder)
        val screen = letterScreen(desk, made(desk), Step.PROMISE_LETTER)
        done(screen.start())
        screen.intend(screen.answers.chosen(folder.resolve("page.jpg").toFile())!!)
        assertEquals(listOf(folder.resolve("page.jpg").toString()), screen.state().pages)
        assertEquals(listOf<Effect>(Effect.RemoveFile(folder.resolve("page.jpg").toString())), screen.leave())
    }
}
