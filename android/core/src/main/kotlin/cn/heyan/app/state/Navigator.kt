package cn.heyan.app.state

import cn.heyan.core.Step

/** A screen and what it is about. */
sealed interface Place {
    data object Cases : Place
    data object NewCase : Place
    data object Settings : Place
    data class CaseHome(val case: String) : Place
    data class Consent(val case: String) : Place
    data class Typed(val case: String) : Place
    data class Scan(val case: String, val step: Step) : Place
    data class Face(val case: String) : Place
    data class Portrait(val case: String) : Place
    data class Statement(val case: String) : Place
    data class Letter(val case: String, val step: Step) : Place
    data class Send(val case: String) : Place
    data class Order(val case: String) : Place
}

/** Which screen is shown, and the way back. */
class Navigator {
    val places = Held(listOf<Place>(Place.Cases))

    fun go(place: Place) = places.set { it + place }

    /** Whether there was a way back. */
    fun back(): Boolean {
        val could = places.now.size > 1
        places.set { if (it.size > 1) it.dropLast(1) else it }
        return could
    }

    /** To the cases, as when one was deleted. */
    fun home() = places.set { listOf(Place.Cases) }

    companion object {
        /** The screen on which [step] is done. */
        fun of(case: String, step: Step): Place = when (step) {
            Step.ID_FRONT, Step.ID_BACK -> Place.Scan(case, step)
            Step.LIVENESS -> Place.Face(case)
            Step.PORTRAIT -> Place.Portrait(case)
            Step.STATEMENT -> Place.Statement(case)
            else -> Place.Letter(case, step)
        }
    }
}
