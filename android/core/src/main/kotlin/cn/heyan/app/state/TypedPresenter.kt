package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.HeyanException
import cn.heyan.core.Person
import cn.heyan.core.Site

data class TypedState(
    val name: String = "",
    val idNumber: String = "",
    val siteName: String = "",
    val domain: String = "",
    val loaded: Boolean = false,
    /** Whether it can be corrected still: nothing was handed in. */
    val correctable: Boolean = false,
    val saved: Boolean = false,
    /** Steps that do not fit what was typed now, in words: they are to be done again. */
    val redo: List<String> = emptyList(),
    val problem: Problem? = null,
)

/** What the person typed of themselves and of their site, to be put right. [done] is told when it was. */
class TypedPresenter(private val desk: Desk, private val case: Case, private val done: () -> Unit = {}) {
    val state = Held(TypedState())

    fun load() = act {
        val (person, site) = case.person() to case.site()
        val correctable = case.correctable()
        state.set { TypedState(person.name, person.idNumber, site.name.orEmpty(), site.domain.orEmpty(), loaded = true, correctable) }
    }

    fun change(change: (TypedState) -> TypedState) = state.set(change)

    fun save() {
        val typed = state.now.takeIf { it.correctable && !it.saved } ?: return
        act {
            val redo = case.correct(Person(typed.name, typed.idNumber), siteOf(typed.siteName, typed.domain))
            val names = if (redo.isEmpty()) emptyList() else case.status().steps.filter { it.step in redo }.map { it.name }
            state.set { it.copy(saved = true, redo = names, problem = null) }
            done()
        }
    }

    private fun act(call: () -> Unit) = desk.work.run {
        try {
            call()
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }
}

/** A field that is left empty names nothing. */
internal fun siteOf(name: String, domain: String) = Site(name.trim().ifEmpty { null }, domain.trim().ifEmpty { null })
