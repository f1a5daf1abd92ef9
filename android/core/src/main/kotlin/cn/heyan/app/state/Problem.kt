package cn.heyan.app.state

import cn.heyan.core.HeyanException

/** Why something did not happen, as far as a person can act on it. */
sealed interface Problem {
    /** The core says it in words. */
    data class Told(val code: String, val what: String, val advice: String) : Problem

    /** The key of the case is gone: it can only be deleted. */
    data object KeyGone : Problem

    /** The device is locked. */
    data object KeyLocked : Problem

    /** The models are not there. */
    data object Models : Problem

    /** The picture cannot be read. */
    data object Picture : Problem

    /** A fault of ours. */
    data object Fault : Problem
}

fun problemOf(error: Throwable): Problem = when (error) {
    is HeyanException.Told -> Problem.Told(error.code, error.what, error.advice)
    is HeyanException.KeyGone -> Problem.KeyGone
    is HeyanException.KeyLocked -> Problem.KeyLocked
    is HeyanException.ModelUnavailable -> Problem.Models
    is HeyanException.BadPicture -> Problem.Picture
    else -> Problem.Fault
}
