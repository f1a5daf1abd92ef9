package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.HeyanException
import cn.heyan.core.Order
import kotlinx.coroutines.runBlocking

data class OrderState(
    val order: Order? = null,
    val filingNumber: String? = null,
    /** What reviewers said, newest last. */
    val said: List<String> = emptyList(),
    /** Seconds after which it is worth asking again. */
    val askAgainS: ULong? = null,
    val asking: Boolean = false,
    val problem: Problem? = null,
)

/** Where the order stands and what to do. */
class OrderPresenter(private val desk: Desk, private val case: Case) {
    val state = Held(OrderState())

    fun load() = desk.work.run {
        try {
            val order = case.status().order
            state.set { it.copy(order = order) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    fun ask() {
        if (state.now.asking) return
        state.set { it.copy(asking = true) }
        desk.work.run {
            try {
                val news = case.tracker(desk.gateway).use { runBlocking { it.ask() } }
                state.set { was ->
                    OrderState(news.order, news.filingNumber, was.said + news.said, news.askAgainS)
                }
            } catch (error: HeyanException) {
                state.set { it.copy(asking = false, problem = problemOf(error)) }
            }
        }
    }
}
