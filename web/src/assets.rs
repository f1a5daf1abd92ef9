//! What a page is made of beside its text, inside the program.

const TEXT_JS: &str = "text/javascript; charset=utf-8";

/// Kind and content of the file `name`.
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "heyan.css" => ("text/css; charset=utf-8", include_str!("assets/heyan.css")),
        "icon.svg" => ("image/svg+xml", include_str!("assets/icon.svg")),
        "main.js" => (TEXT_JS, include_str!("assets/main.js")),
        "camera.js" => (TEXT_JS, include_str!("assets/camera.js")),
        "recorder.js" => (TEXT_JS, include_str!("assets/recorder.js")),
        "microphone.js" => (TEXT_JS, include_str!("assets/microphone.js")),
        "overlay.js" => (TEXT_JS, include_str!("assets/overlay.js")),
        "files.js" => (TEXT_JS, include_str!("assets/files.js")),
        _ => return None,
    })
}
