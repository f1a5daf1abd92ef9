//! What can be asked of a case on the command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use heyan::rules::filing::profile::Province;
use heyan::rules::filing::{Event, IdentityDocument, OrderKind, PersonKind, Step, UnitKind};
use heyan::rules::liveness::Action;
use heyan::vault::Purpose;
use heyan::vault::upload::SpkiPin;

use crate::args::common::{CommonArgs, SpeechArgs, action_parser, parse_field};

/// `heyan case`.
#[derive(Debug, Args)]
pub struct CaseArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: CaseCommand,
}

/// What can be done with a case.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Make a case in a new folder: who is responsible, and who will receive it
    New(NewArgs),
    /// Judge the files of a step and keep them, encrypted
    ///
    /// Exit code: 0 kept, 1 refused (nothing is kept), 2 something cannot be read or written.
    Add(AddArgs),
    /// Draw what to do before the camera, or ask the gateway: the actions of the face check, and the text to read aloud
    ///
    /// Asked of the gateway, recordings are bound to its challenge, so that it knows them to be younger than that.
    /// Exit code: 0 drawn, 1 refused by the gateway, 2 no way through, or something cannot be read or written.
    Ask(AskArgs),
    /// Tell which steps are done, missing or too old, and how the order stands
    Status(LookArgs),
    /// Correct the name, the number or the site as they were typed; only before the case is handed in
    ///
    /// What was recorded is held against the new words; what is not theirs is destroyed and to be done again.
    /// Exit code: 0 corrected, 1 refused (handed in already), 2 something cannot be read or written.
    Correct(CorrectArgs),
    /// Destroy a case and everything in it; needs no key
    Delete(DeleteArgs),
    /// Read, give or withdraw the consents without which nothing can be sent
    Consent(ConsentArgs),
    /// Record what has happened to the order
    Order(OrderArgs),
    /// Seal the case and send it to a gateway; Ctrl-C pauses, the same command goes on
    ///
    /// Exit code: 0 received, 1 refused (a consent is missing, or the gateway says no), 2 no way through.
    Submit(SubmitArgs),
    /// Ask the gateway where the order stands, and keep it
    Track(TrackArgs),
}

/// How the key is had.
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// File whose first line is the passphrase [default: asked for on the terminal]
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    pub passphrase_file: Option<PathBuf>,
    /// File with the key itself, instead of a passphrase; `case new` makes it when it is not there
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// `heyan case new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The folder of the case: new or empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The provider (`heyan profile list`), or a file with a profile of your own
    #[arg(long, value_name = "NAME|FILE", default_value = "generic")]
    pub profile: String,
    /// The province that the order goes to
    #[arg(long, value_name = "P", value_parser = province)]
    pub province: Option<Province>,
    /// Name of the person responsible for the internet service
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Number of that person’s document
    #[arg(long, value_name = "NUMBER")]
    pub id_number: String,
    /// Name of the site or app; it is judged as a reviewer would
    #[arg(long, value_name = "NAME")]
    pub site_name: Option<String>,
    /// Its domain; the statement names it
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Make the case although the site’s name is refused
    #[arg(long)]
    pub force: bool,
    /// A unit files, not a person
    #[arg(long)]
    pub unit: bool,
    /// What sort of unit files; says that one does
    #[arg(long, value_name = "KIND", value_parser = word_parser(UnitKind::ALL, UnitKind::as_str))]
    pub unit_kind: Option<UnitKind>,
    /// The person responsible is not the legal representative
    #[arg(long)]
    pub not_legal_representative: bool,
    /// Where the person responsible is from
    #[arg(long, value_name = "KIND", default_value = "mainland", value_parser = word_parser(PersonKind::ALL, PersonKind::as_str))]
    pub person: PersonKind,
    /// What the person proves who they are by [default: the most usual of such a person]
    #[arg(long, value_name = "KIND", value_parser = word_parser(IdentityDocument::ALL, IdentityDocument::as_str))]
    pub document: Option<IdentityDocument>,
    /// What the order is for
    #[arg(long, value_name = "KIND", default_value = "filing", value_parser = kind_parser())]
    pub order: OrderKind,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The step
    #[arg(value_name = "STEP", value_parser = step_parser())]
    pub step: Step,
    /// Its files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Keep the files although they are refused; the step is marked
    #[arg(long)]
    pub force: bool,
    /// Of the face check: what was asked [default: the file beside the video that ends in .actions, else what `ask` drew]
    #[arg(long, value_name = "ACTION,...", value_delimiter = ',', num_args = 1.., value_parser = action_parser())]
    pub actions: Vec<Action>,
    /// Of the statement: the text, or a statement profile (`.toml`) [default: the text of `ask`]
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// A value for a blank of that text
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_field, requires = "script")]
    pub field: Vec<(String, String)>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to judge and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// `heyan case ask`.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Address of the gateway that the case will be submitted to: https://… [default: drawn here]
    #[arg(long, value_name = "URL")]
    pub to: Option<String>,
    /// Which server is believed.
    #[command(flatten)]
    pub server: ServerArgs,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case status`.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case correct`.
#[derive(Debug, Args)]
#[group(id = "typed", required = true, multiple = true, args = ["name", "id_number", "site_name", "domain"])]
pub struct CorrectArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Name of the person responsible, in place of the one typed before
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// That person’s ID number
    #[arg(long, value_name = "NUMBER")]
    pub id_number: Option<String>,
    /// Name of the site or app
    #[arg(long, value_name = "NAME")]
    pub site_name: Option<String>,
    /// Its domain
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case delete`.
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case consent`.
#[derive(Debug, Args)]
pub struct ConsentArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Agree to this purpose; its text is printed
    #[arg(long, value_name = "PURPOSE", value_parser = purpose_parser())]
    pub give: Option<Purpose>,
    /// Take back the consent to this purpose; the material that it was for is destroyed
    #[arg(long, value_name = "PURPOSE", value_parser = purpose_parser(), conflicts_with = "give")]
    pub withdraw: Option<Purpose>,
    /// Who receives the material [default: the case’s provider]
    #[arg(long, value_name = "NAME")]
    pub recipient: Option<String>,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case order`.
#[derive(Debug, Args)]
pub struct OrderArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// What has happened
    #[arg(value_name = "EVENT", value_parser = event_parser())]
    pub event: Event,
    /// The text of a refusal, to learn which step to do again
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// Which server is believed.
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// The server’s key must be this one, or one of these [default: any with a certificate of a public issuer]
    #[arg(long, value_name = "SPKI")]
    pub pin: Vec<SpkiPin>,
    /// File with certificates of further issuers, PEM
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

/// `heyan case submit`.
#[derive(Debug, Args)]
pub struct SubmitArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Address of the gateway: https://…
    #[arg(long, value_name = "URL")]
    pub to: String,
    /// Who receives the material [default: the case’s provider]
    #[arg(long, value_name = "NAME")]
    pub recipient: Option<String>,
    /// Which server is believed.
    #[command(flatten)]
    pub server: ServerArgs,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan case track`.
#[derive(Debug, Args)]
pub struct TrackArgs {
    /// The folder of the case
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Go on asking until the order is filed or waits for the person
    #[arg(long)]
    pub wait: bool,
    /// Seconds between questions [default: as the gateway likes, less and less often]
    #[arg(long, value_name = "S", requires = "wait")]
    pub every: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Which server is believed.
    #[command(flatten)]
    pub server: ServerArgs,
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How to speak.
    #[command(flatten)]
    pub speech: SpeechArgs,
}

/// `heyan profile`.
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What can be asked of profiles.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// The providers and provinces there are
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// How to speak.
        #[command(flatten)]
        speech: SpeechArgs,
    },
    /// What a provider asks for, every line with its source and date
    Show {
        /// The provider, or a file with a profile of your own, which is checked
        #[arg(value_name = "NAME|FILE")]
        name: String,
        /// A province on top
        #[arg(long, value_name = "P", value_parser = province)]
        province: Option<Province>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// How to speak.
        #[command(flatten)]
        speech: SpeechArgs,
    },
}

fn province(word: &str) -> Result<Province, String> {
    word.parse()
}

fn named<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.map(name)).try_map(move |word| {
        // The parser before lets only these names through.
        all.into_iter().find(|one| name(*one) == word).ok_or("unknown")
    })
}

fn step_parser() -> impl TypedValueParser<Value = Step> {
    named(Step::ALL, Step::as_str)
}

fn kind_parser() -> impl TypedValueParser<Value = OrderKind> {
    named([OrderKind::Filing, OrderKind::CancelAccess, OrderKind::Deregister], OrderKind::as_str)
}

fn event_parser() -> impl TypedValueParser<Value = Event> {
    named(Event::ALL, Event::as_str)
}

fn purpose_parser() -> impl TypedValueParser<Value = Purpose> {
    named(Purpose::ALL, Purpose::as_str)
}

/// One of the words that the rules know.
fn word_parser<T>(all: &'static [T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + std::str::FromStr + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(|one| name(*one))).try_map(|word| word.parse::<T>())
}
