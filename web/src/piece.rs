//! Every component of the app, to Yew, is one and the same: [`Piece`]. What Yew needs of a component it compiles anew for
//! each type: for thirty of them 40 KB. Here that is compiled once; what differs is behind [`Draw`].

use std::any::{Any, TypeId};
use std::rc::Rc;

use yew::functional::{FunctionComponent, FunctionProvider, HookContext};
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

/// A component with its properties, where `<C … />` would stand in `html!`.
pub(crate) fn piece<C: FunctionProvider + 'static>(props: C::Properties) -> Html {
    mount(None, Rc::new(Of::<C>(props)))
}

/// The same, with the key that tells it from its siblings.
pub(crate) fn keyed<C: FunctionProvider + 'static>(key: impl Into<Key>, props: C::Properties) -> Html {
    mount(Some(key.into()), Rc::new(Of::<C>(props)))
}

fn mount(key: Option<Key>, draw: Rc<dyn Draw>) -> Html {
    VComp::new::<Piece>(Rc::new(Drawn { draw }), key).into()
}

/// A component with its properties, of whatever types.
trait Draw: Any {
    fn kind(&self) -> TypeId;
    fn run(&self, context: &mut HookContext) -> Html;
    /// Whether it is the same component with the same properties.
    fn equals(&self, other: &dyn Any) -> bool;
    fn as_any(&self) -> &dyn Any;
}

struct Of<C: FunctionProvider>(C::Properties);

impl<C: FunctionProvider + 'static> Draw for Of<C> {
    fn kind(&self) -> TypeId {
        TypeId::of::<C>()
    }

    fn run(&self, context: &mut HookContext) -> Html {
        // Nothing here ever suspends.
        C::run(context, &self.0).unwrap_or_default()
    }

    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| self.0 == other.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone, Properties)]
struct Drawn {
    draw: Rc<dyn Draw>,
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.draw, &other.draw) || self.draw.equals(other.draw.as_any())
    }
}

/// The one component.
struct Piece(FunctionComponent<Self>);

impl Component for Piece {
    type Message = ();
    type Properties = Drawn;

    fn create(context: &Context<Self>) -> Self {
        Self(FunctionComponent::new(context))
    }

    fn changed(&mut self, context: &Context<Self>, former: &Drawn) -> bool {
        // Where another component stood, nothing of its state is left.
        if context.props().draw.kind() != former.draw.kind() {
            self.0.destroy();
            self.0 = FunctionComponent::new(context);
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        self.0.render(context.props()).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.0.rendered();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.0.destroy();
    }
}

impl FunctionProvider for Piece {
    type Properties = Drawn;

    fn run(context: &mut HookContext, Drawn { draw }: &Drawn) -> HtmlResult {
        Ok(draw.run(context))
    }
}
