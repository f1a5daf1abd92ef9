package cn.heyan.app.state

import cn.heyan.core.Lang
import cn.heyan.core.MemoryKeys
import cn.heyan.core.Profiles
import cn.heyan.core.Step
import cn.heyan.core.newCase
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Protects the list of cases: what is next in each, and the way out when one cannot be opened. */
class CasesPresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a case shows its next step, and one whose key is gone says so and can be deleted`() {
        val keys = MemoryKeys()
        val desk = desk(folder, keys)
        val cases = CasesPresenter(desk)
        cases.load()
        assertEquals(CasesState(emptyList(), loading = false), cases.state.now)
        val name = desk.store.create(newCase()).use { it.name() }
        cases.load()
        val row = cases.state.now.rows.single()
        assertEquals(name, row.name)
        desk.store.open(name).use {
            cases.delete(name)
            assertEquals("case.busy", (cases.state.now.problem as Problem.Told).code)
        }
        assertTrue(row.next.isNotBlank() && row.done == 0 && row.asked > 3 && row.provider.isNotBlank(), "$row")
        keys.keys.clear()
        cases.load()
        assertEquals(Problem.KeyGone, cases.state.now.rows.single().problem)
        cases.delete(name)
        assertEquals(emptyList<CaseRow>(), cases.state.now.rows)
    }
}

/** Protects the making of a case. */
class NewCasePresenterTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a case is made once all is typed, and only once`() {
        val desk = desk(folder)
        val new = NewCasePresenter(desk, Profiles(Lang.EN))
        assertTrue(new.state.now.providers.size > 3 && new.state.now.provinces.size > 5)
        new.create()
        assertEquals("case.bad_name", (new.state.now.problem as Problem.Told).code)
        // Two digits changed places: the check character tells.
        new.change { it.copy(provider = "huawei", province = "shanghai", name = " 王小明 ", idNumber = "110105194912310092") }
        new.create()
        assertEquals("case.bad_number", (new.state.now.problem as Problem.Told).code)
        assertEquals(emptyList<String>(), desk.store.cases())
        new.change { it.copy(idNumber = "11010519491231002x", siteName = " 小河边的摄影 ", domain = "Xiaohe.CN") }
        new.create()
        val made = assertNotNull(new.state.now.made).let { new.state.now.made!! }
        new.create()
        assertEquals(listOf(made), desk.store.cases())
        desk.store.open(made).use { case ->
            assertEquals("王小明" to "11010519491231002X", case.person().let { it.name to it.idNumber })
            assertEquals("小河边的摄影" to "xiaohe.cn", case.site().let { it.name to it.domain })
        }
        assertEquals("", new.state.now.name, "what was typed does not stay")
    }

    @Test
    fun `a provider that is none is told`() {
        val new = NewCasePresenter(desk(folder), Profiles(Lang.EN))
        new.change { it.copy(provider = "nobody", name = "a", idNumber = "b") }
        new.create()
        assertEquals(Problem.Fault, new.state.now.problem)
    }

    @Test
    fun `a profile of one's own is checked, named, and goes before the provider`() {
        val desk = desk(folder)
        val new = NewCasePresenter(desk, Profiles(Lang.EN))
        new.profile("not = 'a profile'")
        assertEquals(Problem.Fault, new.state.now.problem)
        assertNull(new.state.now.ownProfile)
        val text = "schema = 1\nname = \"harbour\"\nlevel = \"provider\"\nextends = \"huawei\"\n[steps.construction_plan]\nasked = \"always\"\n" +
            "source = \"OURS\"\ndate = \"2026\"\n"
        new.profile(text)
        assertEquals("harbour", new.state.now.ownProfile!!.name)
        new.change { it.copy(name = "a", idNumber = "b") }
        new.create()
        desk.store.open(new.state.now.made!!).use { case ->
            val status = case.status()
            assertTrue(status.steps.any { it.step == Step.CONSTRUCTION_PLAN && it.asked })
            assertEquals("harbour" to text, status.rules.provider to status.rules.text)
        }
    }
}
