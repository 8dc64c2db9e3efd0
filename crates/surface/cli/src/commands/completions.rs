use clap::CommandFactory;

use crate::arguments::Arguments;

pub(crate) fn print(shell: clap_complete::Shell) {
    clap_complete::generate(shell, &mut Arguments::command(), "rapport", &mut std::io::stdout());
}
